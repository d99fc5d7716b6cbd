package dev.vitrine.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.jdbc.JdbcConnection;

/**
 * Statements that stay prepared on H2's pooled connections, because H2 parses and plans a statement
 * each time it is prepared, which takes longer than a look-up itself. H2's own cache of queries
 * (QUERY_CACHE_SIZE) would do so for all statements, but those with common table expressions then
 * return the rows of the previous execution. The texts are constants of the program, so that they
 * are few for each connection. A connection is used by one thread at a time.
 */
public final class H2KeptStatements {
  private final Map<Connection, Map<String, PreparedStatement>> kept = new ConcurrentHashMap<>();

  /**
   * The statement, which the caller must not close; its result set must be closed before the next
   * call.
   */
  public PreparedStatement prepare(Connection pooled, String sql) throws SQLException {
    Connection connection = pooled.unwrap(JdbcConnection.class);
    Map<String, PreparedStatement> statements = kept.get(connection);
    if (statements == null) {
      // The pool closes connections without notice.
      kept.keySet().removeIf(H2KeptStatements::isClosed);
      statements = new HashMap<>();
      kept.put(connection, statements);
    }
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /** Closes a statement that failed. */
  public void forget(Connection pooled, String sql) throws SQLException {
    Map<String, PreparedStatement> statements = kept.get(pooled.unwrap(JdbcConnection.class));
    PreparedStatement statement = statements == null ? null : statements.remove(sql);
    if (statement != null) {
      statement.close();
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException exception) {
      return true;
    }
  }
}
