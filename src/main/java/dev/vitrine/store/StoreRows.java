package dev.vitrine.store;

import dev.vitrine.catalog.Column;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The rows of a query, read forward in batches, so that memory does not grow with their number. */
public final class StoreRows implements AutoCloseable {
  static final int FETCH_SIZE = 2_000;

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final List<Column> columns;

  StoreRows(PreparedStatement statement, ResultSet rows, List<Column> columns) {
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
  }

  /** The next row, each value of the type that its column declares, or empty at the end. */
  public Optional<Object[]> next() {
    try {
      if (!rows.next()) {
        return Optional.empty();
      }
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = value(i + 1, columns.get(i));
      }
      return Optional.of(row);
    } catch (SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  private Object value(int index, Column column) throws SQLException {
    Object value =
        switch (column.type()) {
          case VARCHAR -> rows.getString(index);
          case INTEGER -> rows.getInt(index);
          case BIGINT -> rows.getLong(index);
          case DECIMAL -> rows.getBigDecimal(index);
          case DOUBLE -> rows.getDouble(index);
          case BOOLEAN -> rows.getBoolean(index);
          case DATE -> rows.getObject(index, LocalDate.class);
          case TIMESTAMP -> timestamp(index);
        };
    return rows.wasNull() ? null : value;
  }

  private LocalDateTime timestamp(int index) throws SQLException {
    Object value = rows.getObject(index);
    if (value == null) {
      return null;
    }
    LocalDateTime time =
        value instanceof Timestamp
            ? rows.getObject(index, LocalDateTime.class)
            : rows.getObject(index, java.time.OffsetDateTime.class)
                .withOffsetSameInstant(java.time.ZoneOffset.UTC)
                .toLocalDateTime();
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }
}
