package dev.vitrine.store.statement;

import dev.vitrine.error.Cancellation;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.store.h2.H2KeptQueries;
import dev.vitrine.store.h2.H2Planning;
import dev.vitrine.store.h2.H2Session;
import dev.vitrine.store.vendor.Vendor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the statements of one connection, so that the call that they belong to can end them: while a
 * statement computes, waits for a lock or for its rows. Used by one thread at a time.
 */
public final class WatchedStatements {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedStatements.class);
  private static final String CANCELED = "57014";
  private static final String H2_LOCKED = "HYT00";

  private final Connection connection;
  private final Supplier<Cancellation> calls;
  private final Duration lockTime;
  private final Optional<H2Session> h2;

  /** Work with the database. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws SQLException;
  }

  /**
   * @param calls the call of which the next statement is a part
   * @param lockTime the longest wait for a lock of another transaction
   */
  public WatchedStatements(
      Connection connection, Vendor vendor, Supplier<Cancellation> calls, Duration lockTime)
      throws SQLException {
    this.connection = connection;
    this.calls = calls;
    this.lockTime = lockTime;
    this.h2 =
        switch (vendor) {
          case POSTGRESQL -> Optional.empty();
          case H2 -> Optional.of(H2Session.of(connection));
        };
  }

  /** The connection of the statements. */
  Connection connection() {
    return connection;
  }

  /** The call that is running. */
  public Cancellation call() {
    return calls.get();
  }

  /** The session behind the connection, where the database is H2. */
  public Optional<H2Session> h2() {
    return h2;
  }

  /**
   * Prepares a query of a user, which H2 plans now and PostgreSQL when it runs.
   *
   * @param memory account charged with H2's plans while it plans
   * @throws SQLException also with a VitrineException as cause: QUERY_CANCELED when the call must
   *     end, STATEMENT_TOO_COMPLEX when H2 would take too long
   */
  public PreparedStatement prepare(String sql, MemoryAccount memory) throws SQLException {
    return prepare(connection, sql, memory);
  }

  private PreparedStatement prepare(Connection where, String sql, MemoryAccount memory)
      throws SQLException {
    return planning(
        memory,
        () -> where.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY));
  }

  /**
   * A query of a user that may be prepared already.
   *
   * @param fixed the values of the parameters in its common table expressions
   * @throws SQLException as {@link #prepare}
   */
  public Optional<H2KeptQueries.Kept> kept(
      H2KeptQueries queries, String sql, List<@Nullable Object> fixed, MemoryAccount memory)
      throws SQLException {
    return queries.use(connection, sql, fixed, where -> prepare(where, sql, memory));
  }

  /**
   * Executes a query of a user. H2 plans one with LIKE again now (Parser.recompileAlways).
   *
   * @throws SQLException as {@link #prepare}, and when the query fails
   */
  public void execute(PreparedStatement query, MemoryAccount memory) throws SQLException {
    run(() -> planning(memory, query::execute));
  }

  private <T> T planning(MemoryAccount memory, Work<T> work) throws SQLException {
    if (h2.isEmpty()) {
      return work.run();
    }
    H2Planning plans = new H2Planning(calls.get(), memory);
    h2.get().setPlans(plans);
    try {
      return work.run();
    } finally {
      h2.get().forgetPlans();
      plans.release();
    }
  }

  /**
   * Runs a statement, or waits for its next rows.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED when the call must end
   */
  public <T> T run(Work<T> work) throws SQLException {
    Cancellation call = calls.get();
    long start = System.nanoTime();
    while (true) {
      call.check();
      try {
        return watched(call, work);
      } catch (SQLException exception) {
        if (call.isOver() && CANCELED.equals(exception.getSQLState())) {
          throw call.failure().withCause(exception);
        }
        // H2 (Transaction#waitFor) ignores a cancellation while it waits for a lock, so it waits in
        // short turns.
        if (!H2_LOCKED.equals(exception.getSQLState())
            || System.nanoTime() - start >= lockTime.toNanos()) {
          throw exception;
        }
      }
    }
  }

  /**
   * Runs a statement that must not run twice, because a part of it may have been done.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED when the call must end
   */
  public <T> T runOnce(Work<T> work) throws SQLException {
    Cancellation call = calls.get();
    call.check();
    try {
      return watched(call, work);
    } catch (SQLException exception) {
      if (call.isOver() && CANCELED.equals(exception.getSQLState())) {
        throw call.failure().withCause(exception);
      }
      throw exception;
    }
  }

  private <T> T watched(Cancellation call, Work<T> work) throws SQLException {
    Cancellation.Watch watch = call.whenOver(this::end);
    try {
      return work.run();
    } finally {
      // Waits for an end that is on its way, which must not hit the next statement.
      watch.close();
      h2.ifPresent(H2Session::forgetCancel);
    }
  }

  /** In another thread, again and again until the statement ends. */
  private void end() {
    try {
      if (h2.isPresent()) {
        h2.get().cancel();
      } else {
        // For a connection the driver sends a cancellation each time, for a statement once only;
        // PostgreSQL forgets one that comes before the statement has begun there.
        connection.unwrap(PGConnection.class).cancelQuery();
      }
    } catch (SQLException exception) {
      LOG.warn("A statement could not be cancelled; the cancellation is retried", exception);
    }
  }

  /** Makes the statements of a Jdbi handle run here. */
  public StatementBuilder builder() {
    return new DefaultStatementBuilder() {
      @Override
      public PreparedStatement create(Connection where, String sql, StatementContext context)
          throws SQLException {
        return watching(super.create(where, sql, context));
      }
    };
  }

  private PreparedStatement watching(PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            WatchedStatements.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) ->
                method.getName().startsWith("execute")
                    ? run(() -> invoke(statement, method, arguments))
                    : invoke(statement, method, arguments));
  }

  private static Object invoke(PreparedStatement statement, Method method, Object[] arguments)
      throws SQLException {
    try {
      return method.invoke(statement, arguments);
    } catch (InvocationTargetException exception) {
      if (exception.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (exception.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) exception.getCause();
    } catch (IllegalAccessException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
