package dev.vitrine.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of a driver to an engine. The client chooses the IDs of connections, the engine
 * those of statements. Every method throws {@link ServiceException}. Safe for several threads.
 */
public interface SqlService {
  /** Begins a session; {@code who} is its user if the transport does not authenticate. */
  void open(String connection, Map<String, String> who);

  /** Ends the session and all that is in it. */
  void close(String connection);

  /**
   * Changes the properties in {@code wanted}.
   *
   * @return the properties after the change
   */
  SessionProperties sync(String connection, SessionProperties wanted);

  /** The last known state of the session; never waits for a running statement. */
  Optional<SessionState> state(String connection);

  /** Fails if the session or its store is gone. */
  void check(String connection);

  /** Commits the transaction. */
  void commit(String connection);

  /** Rolls the transaction back. */
  void rollback(String connection);

  /** A new statement, by its id. */
  int createStatement(String connection);

  /** Ends a statement and its cursor. */
  void closeStatement(String connection, int statement);

  /** A new statement that has its text already. */
  PreparedText prepare(String connection, String sql);

  /**
   * Runs a text.
   *
   * @param rows in the first frame; not positive for the engine's choice
   */
  List<Answer> execute(String connection, int statement, String sql, int rows);

  /** Runs a prepared statement. */
  List<Answer> execute(String connection, int statement, List<BoundValue> values, int rows);

  /** The next rows of a cursor, of which {@code offset} were read. */
  Frame fetch(String connection, int statement, long offset, int rows);

  /** As {@code DatabaseMetaData.getCatalogs}. */
  Answer catalogs(String connection);

  /** As {@code DatabaseMetaData.getSchemas}; empty is any. */
  Answer schemas(String connection, Optional<String> catalog, Optional<String> schemaPattern);

  /** As {@code DatabaseMetaData.getTables}; empty is any. */
  Answer tables(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<List<String>> types);

  /** As {@code DatabaseMetaData.getColumns}; empty is any. */
  Answer columns(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<String> columnPattern);

  /** As {@code DatabaseMetaData.getTableTypes}. */
  Answer tableTypes(String connection);

  /** As {@code DatabaseMetaData.getTypeInfo}. */
  Answer typeInfo(String connection);
}
