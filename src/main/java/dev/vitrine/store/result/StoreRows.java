package dev.vitrine.store.result;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Column;
import dev.vitrine.memory.RowSize;
import dev.vitrine.memory.ValueLimit;
import dev.vitrine.store.connection.FetchOverflowException;
import dev.vitrine.store.connection.FetchSize;
import dev.vitrine.store.connection.FetchedBytes;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreErrors;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a query, read forward in batches, so that memory does not grow with their number. */
public final class StoreRows implements AutoCloseable {
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final List<Column> columns;
  private final FetchedBytes fetched;
  private final WatchedStatements statements;
  private final End end;

  /** Empty if all rows were fetched at once. */
  private final @Nullable FetchSize size;

  /** Rows of this fetch that are not read yet. */
  private int left;

  private long largest;

  /** Whether the driver reads rows in fetches, and not one by one as H2 does. */
  private final boolean fetches;

  /** Whether the next row begins a fetch; the first one comes with the execution. */
  private boolean fetching;

  /** What happens to the statement when its rows were read. */
  @FunctionalInterface
  interface End {
    void end() throws SQLException;
  }

  StoreRows(
      PreparedStatement statement,
      ResultSet rows,
      List<Column> columns,
      FetchedBytes fetched,
      @Nullable FetchSize size,
      WatchedStatements statements,
      End end) {
    this.end = end;
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
    this.fetched = fetched;
    this.size = size;
    this.statements = statements;
    this.fetches = statements.h2().isEmpty();
    this.left = size == null ? Integer.MAX_VALUE : size.rows();
  }

  /**
   * The next row, each value of the type that its column declares, or empty at the end.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX when a value is larger than 16
   *     MiB, OUT_OF_MEMORY when the rows of one fetch do not fit into memory
   */
  public Optional<Object[]> next() {
    try {
      if (left == 0) {
        adapt();
      }
      if (!hasNext()) {
        return Optional.empty();
      }
      left--;
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = value(i + 1, columns.get(i));
      }
      if (size != null && size.adapts()) {
        largest = Math.max(largest, RowSize.of(row));
      }
      return Optional.of(row);
    } catch (FetchOverflowException overflow) {
      throw overflow.error(size == null ? FetchSize.MOST : size.rows());
    } catch (SQLException | RuntimeException | VirtualMachineError exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /** PostgreSQL's driver has the rows of a fetch already, and does not wait for them. */
  private boolean hasNext() throws SQLException {
    if (fetches && !fetching) {
      return rows.next();
    }
    fetching = false;
    return fetched.reading(() -> statements.run(rows::next));
  }

  /** Before the driver fetches again, which forgets the rows that were read. */
  private void adapt() throws SQLException {
    FetchSize sizes = requireNonNull(size);
    sizes.fetched(largest);
    largest = 0;
    left = sizes.rows();
    fetching = true;
    // H2 refuses a fetch size above the limit of rows (JdbcResultSet.setFetchSize).
    int mostRows = statement.getMaxRows();
    rows.setFetchSize(mostRows == 0 ? left : Math.min(left, mostRows));
    fetched.forget();
  }

  private @Nullable Object value(int index, Column column) throws SQLException {
    Object value =
        switch (column.type()) {
          case VARCHAR -> text(index);
          case INTEGER -> rows.getInt(index);
          case BIGINT -> rows.getLong(index);
          case DECIMAL -> rows.getBigDecimal(index);
          case DOUBLE -> rows.getDouble(index);
          case BOOLEAN -> rows.getBoolean(index);
          case TIME -> time(index);
          case DATE -> rows.getObject(index, LocalDate.class);
          case TIMESTAMP, INSTANT -> timestamp(index);
        };
    return rows.wasNull() ? null : value;
  }

  private String text(int index) throws SQLException {
    String text = rows.getString(index);
    ValueLimit.check(text);
    return text;
  }

  private @Nullable LocalTime time(int index) throws SQLException {
    LocalTime time = rows.getObject(index, LocalTime.class);
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }

  private @Nullable LocalDateTime timestamp(int index) throws SQLException {
    if (fetches) {
      LocalDateTime time = rows.getObject(index, LocalDateTime.class);
      return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
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
    fetched.forget();
    try {
      end.end();
    } catch (SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }
}
