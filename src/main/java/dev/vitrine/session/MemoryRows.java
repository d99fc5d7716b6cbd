package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Rows that are in memory. */
final class MemoryRows implements Rows {
  private final List<Column> columns;
  private final Iterator<Object[]> rows;

  MemoryRows(List<Column> columns, List<Object[]> rows) {
    this.columns = List.copyOf(columns);
    this.rows = rows.iterator();
  }

  /** Reads rows to their end and closes them. */
  static Rows drain(Rows source) {
    try (source) {
      List<Object[]> rows = new ArrayList<>();
      Optional<Object[]> row = source.next();
      while (row.isPresent()) {
        rows.add(row.get());
        row = source.next();
      }
      return new MemoryRows(source.columns(), rows);
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Optional<Object[]> next() {
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
