package dev.vitrine.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver asks of an engine. Connections have ids that their clients choose, statements ids
 * that the engine does. Every method throws {@link ServiceException}. Safe for several threads.
 */
public interface SqlService {
  /** Begins a session; {@code who} says whose, where the transport does not. */
  void open(String connection, Map<String, String> who);

  /** Ends the session and all that is in it. */
  void close(String connection);

  /** Changes what {@code wanted} names, and answers how things are now. */
  SessionProperties sync(String connection, SessionProperties wanted);

  /** How the session is as far as is known, without asking; never waits for what it is doing. */
  Optional<SessionState> state(String connection);

  /** Fails if the session or its store is gone. */
  void check(String connection);

  /** Ends the transaction and keeps what it did. */
  void commit(String connection);

  /** Ends the transaction and undoes what it did. */
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
