package dev.vitrine.server.web;

import dev.vitrine.error.VitrineException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
}
