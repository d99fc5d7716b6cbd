package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Ages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of each day as bars, drawn on the server.
 *
 * @param days from the first to the last
 * @param most the largest number of events of a day
 * @param sql the query
 */
public record AuditChart(List<Day> days, long most, String sql) {
  /** Width of the drawing. */
  public static final int WIDTH = 900;

  /** Height of the drawing. */
  public static final int HEIGHT = 96;

  /** Maximum number of days. */
  static final int MOST_DAYS = 30;

  public AuditChart {
    days = List.copyOf(days);
  }

  /**
   * One day.
   *
   * @param all number of events
   * @param refused number of those that were refused
   */
  public record Day(LocalDate date, long all, long refused) {
    /** The numbers in words. */
    public String label() {
      return date + ": " + Ages.number(all) + " events, " + Ages.number(refused) + " refused";
    }
  }

  /**
   * Counts the events of up to 30 days.
   *
   * @param first the first day; the chart begins later if this is too far before the last
   * @param where further conditions, each after AND
   * @param values of these conditions
   */
  static AuditChart of(
      Visit visit, LocalDate first, LocalDate last, String where, List<Object> values) {
    LocalDate begin = last.minusDays(MOST_DAYS - 1L);
    if (first.isAfter(begin)) {
      begin = first;
    }
    String query =
        "SELECT CAST(event_time AS DATE) AS event_day, COUNT(*) AS events,"
            + " SUM(CASE WHEN response_code = 200 THEN 0 ELSE 1 END) AS refused"
            + " FROM system.access.audit WHERE event_time >= CAST(? AS TIMESTAMP)"
            + " AND event_time < CAST(? AS TIMESTAMP)"
            + where
            + " GROUP BY CAST(event_time AS DATE) ORDER BY event_day";
    List<Object> all = new ArrayList<>();
    all.add(begin + " 00:00:00");
    all.add(last.plusDays(1) + " 00:00:00");
    all.addAll(values);
    Map<String, Row> counted = new HashMap<>();
    visit.rows(query, all).forEach(row -> counted.put(row.text(0), row));
    List<Day> days = new ArrayList<>();
    long most = 0;
    for (LocalDate date = begin; !date.isAfter(last); date = date.plusDays(1)) {
      Row row = counted.get(date.toString());
      days.add(row == null ? new Day(date, 0, 0) : new Day(date, row.number(1), row.number(2)));
      most = Math.max(most, row == null ? 0 : row.number(1));
    }
    return new AuditChart(days, most, Listing.filled(query, all.toArray()));
  }

  /** What the chart shows, for readers who do not see it. */
  public String summary() {
    long events = days.stream().mapToLong(Day::all).sum();
    long refused = days.stream().mapToLong(Day::refused).sum();
    return "Events per day from "
        + first()
        + " to "
        + last()
        + ": "
        + Ages.number(events)
        + ", of which "
        + Ages.number(refused)
        + " were refused; at most "
        + Ages.number(most)
        + " a day";
  }

  /** The first day. */
  public LocalDate first() {
    return days.get(0).date();
  }

  /** The last day. */
  public LocalDate last() {
    return days.get(days.size() - 1).date();
  }

  /** The left edge of a bar. */
  public int x(int day) {
    return day * WIDTH / days.size() + 1;
  }

  /** The width of a bar. */
  public int width() {
    return Math.max(2, WIDTH / days.size() - 2);
  }

  /** The height of a number of events; at least 2 unless it is 0. */
  public int height(long events) {
    return events == 0 ? 0 : (int) Math.max(2, events * (HEIGHT - 4) / most);
  }
}
