package dev.vitrine.store.history;

import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the tables of a store say about the past, read from the tables themselves. */
public final class ClosedRows {
  private final StoreLocation location;

  /** Of the store at a URL. */
  public ClosedRows(String url) {
    location = StoreLocation.parse(url);
  }

  /** A value of a row and its interval, which is open at the end for current rows. */
  public record Interval(
      String key, String values, LocalDateTime from, Optional<LocalDateTime> to, String closedBy) {}

  /** All rows of all tables, of the past and of the present, by table. */
  public Map<HistoryTable, List<Interval>> all() throws SQLException {
    Map<HistoryTable, List<Interval>> all = new LinkedHashMap<>();
    try (Connection connection = DriverConnections.connect(location)) {
      for (HistoryTable table : HistoryTable.values()) {
        List<Interval> rows = new ArrayList<>(read(connection, table, true));
        rows.addAll(read(connection, table, false));
        rows.sort(Comparator.comparing(Interval::key).thenComparing(Interval::from));
        all.put(table, rows);
      }
    }
    return all;
  }

  /** The rows of the present, without their intervals. */
  public Set<String> present() throws SQLException {
    Set<String> rows = new TreeSet<>();
    try (Connection connection = DriverConnections.connect(location)) {
      for (HistoryTable table : HistoryTable.values()) {
        read(connection, table, false).forEach(row -> rows.add(text(table, row)));
      }
    }
    return rows;
  }

  /** The rows of a time, without their intervals. */
  public static Set<String> at(LocalDateTime time, Map<HistoryTable, List<Interval>> all) {
    Set<String> rows = new TreeSet<>();
    all.forEach(
        (table, intervals) ->
            intervals.stream()
                .filter(row -> !row.from().isAfter(time))
                .filter(row -> row.to().isEmpty() || row.to().get().isAfter(time))
                .forEach(row -> rows.add(text(table, row))));
    return rows;
  }

  /** Pairs of intervals of one row that overlap. */
  public static List<String> overlaps(Map<HistoryTable, List<Interval>> all) {
    List<String> wrong = new ArrayList<>();
    all.forEach(
        (table, intervals) -> {
          for (int i = 1; i < intervals.size(); i++) {
            Interval earlier = intervals.get(i - 1);
            Interval later = intervals.get(i);
            if (earlier.key().equals(later.key())
                && earlier.to().filter(end -> !end.isAfter(later.from())).isEmpty()) {
              wrong.add(table + ": " + earlier + " and " + later);
            }
          }
        });
    return wrong;
  }

  private static String text(HistoryTable table, Interval row) {
    return table + " " + row.key() + " = " + row.values();
  }

  private static List<Interval> read(Connection connection, HistoryTable table, boolean closed)
      throws SQLException {
    String name = closed ? table.closedRows() : table.table();
    List<Interval> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT * FROM " + StoreLocation.SCHEMA + "." + name)) {
      while (found.next()) {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String column : table.columns()) {
          (table.keys().contains(column) ? keys : values).add(found.getString(column));
        }
        rows.add(
            new Interval(
                keys.toString(),
                values.toString(),
                found.getObject("valid_from", LocalDateTime.class),
                closed
                    ? Optional.of(found.getObject("valid_to", LocalDateTime.class))
                    : Optional.empty(),
                closed ? found.getString("closed_by") : ""));
      }
    }
    return rows;
  }
}
