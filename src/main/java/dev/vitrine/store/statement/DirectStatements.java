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
 * Runs reading statements of the store itself on one connection, without Jdbi, whose configuration
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
   * @param values Long, String, LocalDateTime, Long[] or null, by the names of the parameters
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
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long[] numbers) {
      statement.setArray(index, statement.getConnection().createArrayOf("BIGINT", numbers));
    } else if (value instanceof LocalDateTime time) {
      statement.setObject(index, time);
    } else if (value == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      throw new IllegalArgumentException(value.getClass().getName());
    }
  }
}
