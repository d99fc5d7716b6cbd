package dev.vitrine.store.statement;

import dev.vitrine.store.h2.H2KeptStatements;
import dev.vitrine.store.vendor.StoreErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs frequent statements of the store itself on one connection, without Jdbi, whose configuration
 * of a statement takes as much CPU time as a look-up. Used by one thread at a time.
 */
public final class DirectStatements {
  private final Connection connection;
  private final SentStatements sent;
  private final @Nullable WatchedStatements watched;
  private final @Nullable H2KeptStatements kept;

  /** Makes a value of the current row. */
  @FunctionalInterface
  public interface RowMapper<T> {
    /** The value; may be of any row that was read before, too. */
    T map(ResultSet row) throws SQLException;
  }

  private DirectStatements(
      Connection connection,
      SentStatements sent,
      @Nullable WatchedStatements watched,
      @Nullable H2KeptStatements kept) {
    this.connection = connection;
    this.sent = sent;
    this.watched = watched;
    this.kept = kept;
  }

  /**
   * Statements that end with the call to which they belong.
   *
   * @param kept the statements that stay prepared; null unless the database is H2
   */
  public static DirectStatements cancellable(
      WatchedStatements watched, SentStatements sent, @Nullable H2KeptStatements kept) {
    return new DirectStatements(watched.connection(), sent, watched, kept);
  }

  /**
   * Statements that cannot be cancelled.
   *
   * @param kept the statements that stay prepared; null unless the database is H2
   */
  public static DirectStatements of(
      Connection connection, SentStatements sent, @Nullable H2KeptStatements kept) {
    return new DirectStatements(connection, sent, null, kept);
  }

  /**
   * The rows of a query, which must be few.
   *
   * @param query a constant of the program; on H2 it stays prepared, and must have no common table
   *     expression (H2KeptStatements)
   * @param values Long, Integer, Boolean, String, LocalDateTime, an array of one of the first four,
   *     or null, by the names of the parameters
   * @throws RuntimeException as {@link StoreErrors#translate} makes it
   */
  public <T> List<T> list(
      NamedSql query, Map<String, ? extends @Nullable Object> values, RowMapper<T> mapper) {
    String sql = query.text();
    @Nullable Object[] ordered = query.values(values);
    sent.sent(sql);
    try {
      return watched != null
          ? watched.run(() -> read(sql, mapper, ordered))
          : read(sql, mapper, ordered);
    } catch (SQLException | RuntimeException | VirtualMachineError failure) {
      throw StoreErrors.translate(failure);
    }
  }

  /**
   * Runs a statement that changes rows, and reads the few rows of its query. The statement is never
   * repeated; its locks must have been taken before.
   *
   * @param statement a constant of the program; on H2 it stays prepared
   * @param values as in {@link #list}
   * @throws RuntimeException as {@link StoreErrors#translate} makes it
   */
  public <T> List<T> change(
      NamedSql statement, Map<String, ? extends @Nullable Object> values, RowMapper<T> mapper) {
    String sql = statement.text();
    @Nullable Object[] ordered = statement.values(values);
    sent.sent(sql);
    try {
      return watched != null
          ? watched.runOnce(() -> changed(sql, mapper, ordered))
          : changed(sql, mapper, ordered);
    } catch (SQLException | RuntimeException | VirtualMachineError failure) {
      throw StoreErrors.translate(failure);
    }
  }

  private <T> List<T> changed(String sql, RowMapper<T> mapper, @Nullable Object[] values)
      throws SQLException {
    if (kept == null) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return rows(statement, mapper, values);
      }
    }
    PreparedStatement statement = kept.prepare(connection, sql);
    try {
      return rows(statement, mapper, values);
    } catch (SQLException failure) {
      kept.forget(connection, sql);
      throw failure;
    }
  }

  private <T> List<T> read(String sql, RowMapper<T> mapper, @Nullable Object[] values)
      throws SQLException {
    if (kept != null) {
      try {
        return rows(kept.prepare(connection, sql), mapper, values);
      } catch (SQLException failure) {
        // Repeated on the connection of the pool, which closes it if its database is lost.
        kept.forget(connection, sql);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return rows(statement, mapper, values);
    }
  }

  private static <T> List<T> rows(
      PreparedStatement statement, RowMapper<T> mapper, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    List<T> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(mapper.map(result));
      }
    }
    return rows;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(index, flag);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long[] numbers) {
      array(statement, index, "bigint", numbers);
    } else if (value instanceof Integer[] numbers) {
      array(statement, index, "integer", numbers);
    } else if (value instanceof Boolean[] flags) {
      array(statement, index, "boolean", flags);
    } else if (value instanceof String[] texts) {
      array(statement, index, "varchar", texts);
    } else if (value instanceof LocalDateTime time) {
      statement.setObject(index, time);
    } else if (value == null) {
      // Of the type that the statement needs.
      statement.setNull(index, Types.NULL);
    } else {
      throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private static void array(PreparedStatement statement, int index, String type, Object[] values)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
