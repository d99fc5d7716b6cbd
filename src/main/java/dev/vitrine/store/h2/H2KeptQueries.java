package dev.vitrine.store.h2;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * Queries of users that stay prepared on H2's pooled connections for a while, because H2 parses and
 * plans a query each time it is prepared, which takes longer than reading a page of rows. Safe for
 * use by several threads.
 *
 * <p>H2 keeps the rows of a query and of its sub-queries until their parameters or tables change
 * (org.h2.command.query.Query.query), but overlooks the parameters of the common table expressions
 * that they read. So a query is used again only with the same values of those parameters: of the
 * caller, claimed groups and names of models. It must not be used inside a transaction of a client:
 * rows of an old snapshot would count as new.
 */
public final class H2KeptQueries {
  /** Of a store. One takes some 300 kB. */
  static final int MOST = 32;

  /** Longer texts take more memory, and most of them are run once. */
  private static final int MOST_CHARACTERS = 12_000;

  /**
   * A slower query may hold many rows of sub-queries in memory, and gains little. In 20 ms, H2
   * reads at most 100,000 rows.
   */
  private static final Duration SLOWEST = Duration.ofMillis(20);

  /** Then it is planned anew, because the sizes of tables may have changed. */
  private static final Duration OLDEST = Duration.ofMinutes(1);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LongSupplier nanoTime;
  private final Map<Key, Prepared> idle = new LinkedHashMap<>(16, 0.75f, true);

  /** A query on one connection. Connections are compared by identity. */
  private record Key(Connection connection, String sql, List<@Nullable Object> fixed) {}

  /** A query that is not in use. */
  private record Prepared(PreparedStatement statement, long since) {}

  /** A query that is in use. */
  public final class Kept {
    private final Key key;
    private final PreparedStatement statement;
    private final long since;
    private boolean given;

    private Kept(Key key, PreparedStatement statement, long since) {
      this.key = key;
      this.statement = statement;
      this.since = since;
    }

    /** The statement, which the caller must not close. */
    public PreparedStatement statement() {
      return statement;
    }

    /**
     * Lets it be used again, if it was fast; its result set must be closed. Only the first call has
     * an effect.
     *
     * @param execution its {@linkplain H2KeptQueries#cpuTime CPU time} in nanoseconds
     */
    public void giveBack(long execution) throws SQLException {
      if (given) {
        return;
      }
      given = true;
      if (execution > SLOWEST.toNanos()) {
        statement.close();
      } else {
        add(key, new Prepared(statement, since));
      }
    }
  }

  /** None yet. */
  public H2KeptQueries() {
    this(System::nanoTime);
  }

  H2KeptQueries(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The CPU time of this thread in nanoseconds; unlike the time, it is the same on a busy machine.
   */
  public static long cpuTime() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** How a query is prepared on a connection. */
  @FunctionalInterface
  public interface Preparation {
    /** Prepares it. */
    PreparedStatement on(Connection connection) throws SQLException;
  }

  /**
   * A prepared query; empty if it must be prepared for one execution.
   *
   * @param fixed the values of the parameters in its common table expressions
   */
  public Optional<Kept> use(
      Connection pooled, String sql, List<@Nullable Object> fixed, Preparation preparation)
      throws SQLException {
    // Common table expressions elsewhere could read other parameters.
    if (sql.length() > MOST_CHARACTERS || sql.indexOf("WITH ", 1) >= 0) {
      return Optional.empty();
    }
    // The pool's own statements are closed when the connection returns to it.
    Connection connection = pooled.unwrap(JdbcConnection.class);
    Key key = new Key(connection, sql, fixed);
    Prepared known = take(key);
    long now = nanoTime.getAsLong();
    if (known != null) {
      if (now - known.since() <= OLDEST.toNanos()) {
        return Optional.of(new Kept(key, known.statement(), known.since()));
      }
      known.statement().close();
    }
    return Optional.of(new Kept(key, preparation.on(connection), now));
  }

  private synchronized @Nullable Prepared take(Key key) {
    return idle.remove(key);
  }

  /** The oldest is forgotten, not closed: its connection may be in use by another thread. */
  private synchronized void add(Key key, Prepared prepared) {
    idle.put(key, prepared);
    if (idle.size() > MOST) {
      idle.remove(idle.keySet().iterator().next());
    }
  }
}
