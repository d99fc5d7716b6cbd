package dev.vitrine.store;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * A transaction on the store, READ COMMITTED, used by one thread at a time. Its methods throw
 * {@link StoreConflictException} or {@link dev.vitrine.error.VitrineException} and nothing else.
 */
public final class StoreTransaction implements AutoCloseable {
  private static final String SAVEPOINT = "statement";

  private final Handle handle;
  private final Vendor vendor;
  private final ExclusiveGate gate;
  private final SentStatements sent;
  private int permits;
  private boolean timed;
  private volatile PreparedStatement running;

  StoreTransaction(Handle handle, Vendor vendor, ExclusiveGate gate, SentStatements sent) {
    this.handle = handle;
    this.vendor = vendor;
    this.gate = gate;
    this.sent = sent;
    try {
      sent.sent("BEGIN");
      handle.begin();
    } catch (RuntimeException exception) {
      handle.close();
      throw exception;
    }
  }

  /** A value of a {@code ?} in a query. */
  public record Bound(DataType type, Object value) {}

  public PrincipalDao principals() {
    return new PrincipalDao(handle);
  }

  public SecurableDao securables() {
    return new SecurableDao(handle);
  }

  public VersionDao versions() {
    return new VersionDao(handle);
  }

  public TagDao tags() {
    return new TagDao(handle);
  }

  public GrantDao grants() {
    return new GrantDao(handle);
  }

  public TokenDao tokens() {
    return new TokenDao(handle);
  }

  public AuditDao audit() {
    return new AuditDao(handle);
  }

  /** Says that this transaction is about to change something. */
  public void writing() {
    if (vendor == Vendor.H2) {
      permits = gate.enter(permits, false);
    }
  }

  /** Says that this transaction is about to delete something that others may point at. */
  public void deletingParent() {
    if (vendor == Vendor.H2) {
      permits = gate.enter(permits, true);
    }
  }

  /** Bounds each following statement; 0 is no bound. */
  public void timeout(int seconds) {
    handle.getConfig(SqlStatements.class).setQueryTimeout(seconds == 0 ? null : seconds);
    timed |= seconds != 0;
  }

  /** Runs store work that may fail, translating what the store throws. */
  public <T> T call(Function<StoreTransaction, T> work) {
    return translating(() -> work.apply(this));
  }

  /** Marks the place to which {@link #undoStatement()} goes back. */
  public void beginStatement() {
    run("SAVEPOINT", () -> handle.savepoint(SAVEPOINT));
  }

  /** Undoes what the current statement did; what came before it in the transaction stays. */
  public void undoStatement() {
    run("ROLLBACK TO SAVEPOINT", () -> handle.rollbackToSavepoint(SAVEPOINT));
  }

  /** Forgets the mark. */
  public void endStatement() {
    run("RELEASE SAVEPOINT", () -> handle.releaseSavepoint(SAVEPOINT));
  }

  /**
   * Runs a query of a user whose rows are read as they are needed.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when there is no such user any more
   */
  public StoreRows query(
      long userId,
      String sql,
      List<Bound> values,
      List<Column> columns,
      long maxRows,
      int timeoutSeconds) {
    boolean together = vendor.answersSeveral();
    List<Bound> all = new ArrayList<>();
    if (together) {
      all.add(new Bound(DataType.BIGINT, userId));
    } else {
      call(work -> work.principals().user(userId));
    }
    all.addAll(values);
    String text = together ? PrincipalDao.USER_EXISTS + "; " + sql : sql;
    try {
      PreparedStatement statement =
          handle
              .getConnection()
              .prepareStatement(text, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      try {
        statement.setFetchSize(StoreRows.FETCH_SIZE);
        if (timeoutSeconds != 0) {
          statement.setQueryTimeout(timeoutSeconds);
          timed = true;
        }
        // Not setLargeMaxRows, which pgjdbc does not have; a larger limit is no limit.
        statement.setMaxRows(maxRows > Integer.MAX_VALUE ? 0 : (int) maxRows);
        for (int i = 0; i < all.size(); i++) {
          bind(statement, i + 1, all.get(i));
        }
        running = statement;
        sent.sent(text);
        statement.execute();
        if (together) {
          requireRow(statement.getResultSet());
          statement.getMoreResults();
        }
        return new StoreRows(statement, statement.getResultSet(), columns);
      } catch (SQLException | RuntimeException exception) {
        statement.close();
        throw exception;
      }
    } catch (SQLException | RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  private static void requireRow(ResultSet user) throws SQLException {
    if (!user.next()) {
      throw StoreErrors.userDropped();
    }
  }

  /** Ends the query that is running, if one is; for another thread to call. */
  public void cancel() {
    PreparedStatement statement = running;
    if (statement != null) {
      try {
        // H2 objects to cancelling what was closed when its rows were read.
        if (!statement.isClosed()) {
          statement.cancel();
        }
      } catch (SQLException exception) {
        throw StoreErrors.translate(exception);
      }
    }
  }

  /** Makes the changes last. */
  public void commit() {
    run("COMMIT", handle::commit);
  }

  /** Undoes all changes. */
  public void rollback() {
    run("ROLLBACK", handle::rollback);
  }

  /** Gives the connection back, undoing what was not committed. */
  @Override
  public void close() {
    running = null;
    try {
      if (inTransaction()) {
        run("ROLLBACK", handle::rollback);
      }
      if (timed && vendor == Vendor.H2) {
        // There a statement's timeout is its session's, and stays.
        translating(() -> handle.execute("SET QUERY_TIMEOUT 0"));
      }
    } finally {
      gate.leave(permits);
      permits = 0;
      translating(
          () -> {
            handle.close();
            return true;
          });
    }
  }

  private static void bind(PreparedStatement statement, int index, Bound bound)
      throws SQLException {
    Object value = bound.value();
    if (value == null) {
      statement.setNull(index, jdbcType(bound.type()));
    } else if (value instanceof BigDecimal decimal) {
      statement.setBigDecimal(index, decimal);
    } else {
      statement.setObject(index, value);
    }
  }

  private static int jdbcType(DataType type) {
    return switch (type) {
      case VARCHAR -> Types.VARCHAR;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DECIMAL -> Types.NUMERIC;
      case DOUBLE -> Types.DOUBLE;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
    };
  }

  private boolean inTransaction() {
    return translating(handle::isInTransaction);
  }

  private void run(String text, Runnable work) {
    translating(
        () -> {
          sent.sent(text);
          work.run();
          return null;
        });
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }
}
