package dev.vitrine.server.web;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A past point in time that a page shows.
 *
 * @param time in UTC, to the millisecond
 */
public record PointInTime(LocalDateTime time) {
  /** The parameter of addresses. */
  public static final String PARAMETER = "at";

  /** The form that browsers send of an input for dates and times, with or without a zone. */
  private static final Pattern TEXT =
      Pattern.compile("(?!0000)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?Z?");

  private static final DateTimeFormatter SQL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  public PointInTime {
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The time of the request; empty for the present.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is malformed
   */
  public static Optional<PointInTime> of(UserRequest request) {
    return request.text(PARAMETER).map(PointInTime::parse);
  }

  /**
   * Reads a time such as {@code 2026-11-30T03:00:00Z}. Without a zone it is in UTC.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is malformed
   */
  public static PointInTime parse(String text) {
    String stripped = text.strip();
    try {
      if (TEXT.matcher(stripped).matches()) {
        return new PointInTime(LocalDateTime.parse(stripped.replace("Z", "")));
      }
    } catch (DateTimeException noSuchTime) {
      throw malformed(text).withCause(noSuchTime);
    }
    throw malformed(text);
  }

  private static VitrineException malformed(String text) {
    return RequestParameters.invalid("'" + text + "' is not a point in time.")
        .withHint("Write the time in UTC as in 2026-11-30T03:00:00Z.");
  }

  /** The time as a literal of SQL. */
  public String sql() {
    return "TIMESTAMP '" + SQL.format(time) + "'";
  }

  /** The clause behind the name of a relation, with a space before it. */
  public String clause() {
    return " FOR SYSTEM_TIME AS OF " + sql();
  }

  /** A query with the time in each place that {@code %s} marks. */
  public String in(String query) {
    return query.replace("%s", sql());
  }

  /** The value of the parameter. */
  public String text() {
    return DisplayFormat.iso(time);
  }

  /** The value of an input for dates and times. */
  public String input() {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  /** The address of a page as of this time. */
  public String href(String page) {
    return page + (page.contains("?") ? "&" : "?") + PARAMETER + "=" + text();
  }

  /**
   * What a page shows.
   *
   * @param past empty for the present
   */
  public record OrNow(Optional<PointInTime> past) {
    /** The present. */
    public static final OrNow NOW = new OrNow(Optional.empty());

    /** A past time. */
    public static OrNow at(PointInTime time) {
      return new OrNow(Optional.of(time));
    }

    /** The address of a page at this time. */
    public String href(String page) {
      return past.map(time -> time.href(page)).orElse(page);
    }

    /** A query with the clause of this time in each place that {@code %s} marks. */
    public String in(String query) {
      return query.replace("%s", past.map(PointInTime::clause).orElse(""));
    }
  }

  /**
   * The earliest time in UTC that pages can show. It changes only when a retention removes history,
   * so it is read at most once a minute. Safe for use by several threads.
   */
  static final class Earliest {
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private static final Describe METASTORE =
        new Describe(
            ObjectRef.of(new SecurableRef(SecurableType.METASTORE, Optional.empty())), false);

    private record Known(LocalDateTime time, long readAt) {}

    private volatile @Nullable Known known;

    /** The time, as DESCRIBE METASTORE showed it at most a minute ago. */
    Optional<LocalDateTime> of(UserRequest request) {
      Known last = known;
      if (last != null && System.nanoTime() - last.readAt() < KNOWN_FOR.toNanos()) {
        return Optional.of(last.time());
      }
      Optional<LocalDateTime> start =
          request.rows(METASTORE).stream()
              .filter(row -> row.text(0).equals("History Since"))
              .map(row -> LocalDateTime.parse(row.text(1), SQL))
              .findFirst();
      start.ifPresent(read -> known = new Known(read, System.nanoTime()));
      return start;
    }
  }
}
