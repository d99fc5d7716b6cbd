package dev.vitrine.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of a driver to an engine. The client chooses the IDs of connections, the engine
 * those of statements. Every method throws {@link ServiceException}. Safe for several threads.
 */
public interface SqlService {
  /** Begins a session; {@code properties} name its user if the transport does not authenticate. */
  void open(String connection, Map<String, String> properties);

  /** Ends the session, its statements and its transaction. */
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

  /** Opens a statement and returns its ID. */
  int createStatement(String connection);

  /** Ends a statement and its cursor. */
  void closeStatement(String connection, int statement);

  /** Cancels a statement, closes its cursor, or sets its limits. */
  void control(String connection, int statement, StatementControl control);

  /** Opens a statement for one text. */
  PreparedText prepare(String connection, String sql);

  /**
   * Runs a text.
   *
   * @param rows maximum rows in the first frame; not positive for the engine's choice
   */
  List<ExecutionResult> execute(String connection, int statement, String sql, int rows);

  /** Runs a prepared statement. */
  List<ExecutionResult> execute(
      String connection, int statement, List<BoundValue> values, int rows);

  /** The next rows of a cursor, of which {@code offset} were read. */
  Frame fetch(String connection, int statement, long offset, int rows);

  /** A result set of DatabaseMetaData, with a statement of its own. */
  ExecutionResult metadata(String connection, MetadataRequest request);
}
