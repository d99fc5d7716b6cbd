package dev.vitrine.server.web.browse;

import static java.util.Objects.requireNonNull;

import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.UserRequest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The events of equal periods as bars, drawn on the server: of days, or of shorter periods if the
 * first event is less than two days before the end.
 *
 * @param bars from the first to the last
 * @param period of a bar, in words
 * @param most the largest number of events of a bar
 * @param sql the query
 */
public record AuditChart(List<Bar> bars, String period, long most, String sql) {
  /** Width of the drawing. */
  public static final int WIDTH = 900;

  /** Height of the drawing. */
  public static final int HEIGHT = 96;

  /** Maximum number of days. */
  static final int MOST_DAYS = 30;

  /** Number of bars of less than an hour. */
  private static final int MOST_BARS = 60;

  /** Periods of less than an hour, in seconds. */
  private static final List<Long> SHORT_SECONDS = List.of(1L, 5L, 15L, 60L, 120L);

  private static final Duration HOURLY = Duration.ofDays(2);
  private static final Duration FINE = Duration.ofSeconds(MOST_BARS * 120L);

  public AuditChart {
    bars = List.copyOf(bars);
  }

  /**
   * One period.
   *
   * @param begin as text
   * @param all number of events
   * @param refused number of those that were refused
   */
  public record Bar(String begin, long all, long refused) {
    /** The numbers in words. */
    public String label() {
      return begin
          + ": "
          + DisplayFormat.number(all)
          + " events, "
          + DisplayFormat.number(refused)
          + " refused";
    }
  }

  /**
   * A time range with further conditions.
   *
   * @param begin inclusive
   * @param end exclusive
   * @param where further conditions, each after AND
   * @param values of these conditions
   */
  record Range(LocalDateTime begin, LocalDateTime end, String where, List<Object> values) {
    Range {
      values = List.copyOf(values);
    }

    /** The counts per unit of time; SQL of the query first. */
    private Counts counts(UserRequest request, String unit) {
      String query =
          "SELECT DATE_TRUNC('%s', event_time) AS period, COUNT(*) AS events,".formatted(unit)
              + " SUM(CASE WHEN response_code = 200 THEN 0 ELSE 1 END) AS refused"
              + " FROM system.access.audit WHERE event_time >= CAST(? AS TIMESTAMP)"
              + " AND event_time < CAST(? AS TIMESTAMP)"
              + where
              + " GROUP BY DATE_TRUNC('%s', event_time) ORDER BY period".formatted(unit);
      List<Object> all = new ArrayList<>(List.of(text(begin), text(end)));
      all.addAll(values);
      TreeMap<LocalDateTime, Count> counts = new TreeMap<>();
      request
          .rows(query, all)
          .forEach(
              row ->
                  counts.put(row.time(0).orElseThrow(), new Count(row.number(1), row.number(2))));
      return new Counts(counts, Listing.filled(query, all.toArray()));
    }
  }

  private record Count(long all, long refused) {}

  private record Counts(TreeMap<LocalDateTime, Count> counts, String sql) {
    boolean isEmpty() {
      return counts.isEmpty();
    }

    /** The first period with events. */
    LocalDateTime first() {
      return requireNonNull(counts.firstKey());
    }

    /** The sum of a period. */
    Bar bar(LocalDateTime from, LocalDateTime to, int length) {
      long all = 0;
      long refused = 0;
      for (Count count : counts.subMap(from, to).values()) {
        all += count.all;
        refused += count.refused;
      }
      return new Bar(text(from).substring(0, length), all, refused);
    }
  }

  /** Counts the events of a range of up to 30 days. */
  static AuditChart of(UserRequest request, Range range) {
    Counts hours = range.counts(request, "HOUR");
    LocalDateTime end = range.end.plusHours(1).truncatedTo(ChronoUnit.HOURS);
    if (hours.isEmpty() || hours.first().plus(HOURLY).isBefore(end)) {
      return bars(hours, "a day", Duration.ofDays(1), range.begin, range.end, "2025-01-01");
    }
    if (hours.first().plus(FINE).isBefore(range.end)) {
      return bars(
          hours, "an hour", Duration.ofHours(1), end.minus(HOURLY), end, "2025-01-01 00:00");
    }
    Counts seconds = range.counts(request, "SECOND");
    LocalDateTime first = seconds.isEmpty() ? hours.first() : seconds.first();
    long span = Duration.between(first, range.end).toSeconds();
    long length =
        SHORT_SECONDS.stream()
            .filter(period -> span <= period * MOST_BARS)
            .findFirst()
            .orElseThrow();
    return bars(
        seconds,
        "in " + length + " s",
        Duration.ofSeconds(length),
        range.end.truncatedTo(ChronoUnit.SECONDS).minusSeconds(length * MOST_BARS),
        range.end,
        "2025-01-01 00:00:00");
  }

  private static AuditChart bars(
      Counts counts,
      String period,
      Duration length,
      LocalDateTime begin,
      LocalDateTime end,
      String format) {
    List<Bar> bars = new ArrayList<>();
    for (LocalDateTime from = begin; from.isBefore(end); from = from.plus(length)) {
      bars.add(counts.bar(from, from.plus(length), format.length()));
    }
    long most = bars.stream().mapToLong(Bar::all).max().orElse(0);
    return new AuditChart(bars, period, most, counts.sql);
  }

  /** With a space, in whole seconds. */
  private static String text(LocalDateTime time) {
    LocalDateTime seconds = time.truncatedTo(ChronoUnit.SECONDS);
    return String.format(Locale.ROOT, "%tF %tT", seconds, seconds);
  }

  /** What the chart shows, for readers who do not see it. */
  public String summary() {
    long events = bars.stream().mapToLong(Bar::all).sum();
    long refused = bars.stream().mapToLong(Bar::refused).sum();
    return "Events from "
        + first()
        + " to "
        + last()
        + ": "
        + DisplayFormat.number(events)
        + ", of which "
        + DisplayFormat.number(refused)
        + " were refused; at most "
        + DisplayFormat.number(most)
        + " "
        + period;
  }

  /** The beginning of the first bar. */
  public String first() {
    return bars.get(0).begin();
  }

  /** The beginning of the last bar. */
  public String last() {
    return bars.get(bars.size() - 1).begin();
  }

  /** The left edge of a bar. */
  public int x(int bar) {
    return bar * WIDTH / bars.size() + 1;
  }

  /** The width of a bar. */
  public int width() {
    return Math.max(2, WIDTH / bars.size() - 2);
  }

  /** The height of a number of events; at least 2 unless it is 0. */
  public int height(long events) {
    return events == 0 ? 0 : (int) Math.max(2, events * (HEIGHT - 4) / most);
  }
}
