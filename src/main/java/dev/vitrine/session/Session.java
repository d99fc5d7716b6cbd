package dev.vitrine.session;

import java.util.List;

/**
 * One principal's conversation with the engine: current catalog and schema, and the transaction.
 * Calls are serialised on the session; {@link #cancel()} may come from any thread. Every method
 * throws {@link dev.vitrine.error.VitrineException} and nothing else.
 */
public final class Session implements AutoCloseable {
  Session() {}

  /** Parses and, for a query, plans {@code sql} without running it. */
  public Prepared prepare(String sql) {
    throw new UnsupportedOperationException(sql);
  }

  /**
   * Parses all of {@code sql}, then runs its statements one by one; what ran before a failing
   * statement stays as it is (autocommit) or part of the transaction. Rows of the statements before
   * the last are read into memory; the last one's are a cursor.
   *
   * @param parameters values of {@code ?} (String, Number, Boolean, LocalDate, LocalDateTime, null)
   * @return an outcome a statement, in order
   */
  public List<Outcome> execute(String sql, List<?> parameters, Limits limits) {
    throw new UnsupportedOperationException(sql);
  }

  /** Ends the statement that is running, in the store too, with QUERY_CANCELED; else nothing. */
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  /** The user's name, as stored. */
  public String user() {
    throw new UnsupportedOperationException();
  }

  /** The current catalog; never null, at first {@code system}. */
  public String catalog() {
    throw new UnsupportedOperationException();
  }

  /** As USE CATALOG: resolves, and makes {@code information_schema} the current schema. */
  public void useCatalog(String catalog) {
    throw new UnsupportedOperationException(catalog);
  }

  /** The current schema; never null, at first {@code registry}. */
  public String schema() {
    throw new UnsupportedOperationException();
  }

  /** As USE SCHEMA, in the current catalog. */
  public void useSchema(String schema) {
    throw new UnsupportedOperationException(schema);
  }

  /** Whether each statement commits by itself; true at first. */
  public boolean autoCommit() {
    throw new UnsupportedOperationException();
  }

  /** Turning it on commits the transaction that is open. */
  public void setAutoCommit(boolean autoCommit) {
    throw new UnsupportedOperationException(String.valueOf(autoCommit));
  }

  /** Commits what is open; without an open transaction, nothing. */
  public void commit() {
    throw new UnsupportedOperationException();
  }

  /** Undoes what is open; without an open transaction, nothing. */
  public void rollback() {
    throw new UnsupportedOperationException();
  }

  /** Whether the session can still be used and its store answers. */
  public boolean isValid() {
    throw new UnsupportedOperationException();
  }

  /** Rolls back what is open; closing twice is harmless. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
