package dev.vitrine.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One connection, which does a step at a time, again and again, and is replaced now and then. */
abstract class Worker implements Runnable {
  private static final int STEPS_OF_A_CONNECTION = 40;

  private final Registry registry;
  private final String user;
  private final int number;
  private Connection connection;
  private int steps;
  private volatile boolean busy;

  Worker(Registry registry, String user, int number) {
    this.registry = registry;
    this.user = user;
    this.number = number;
    this.steps = number;
  }

  /** Does the next thing, on an open connection, and says how many statements that took. */
  abstract int step(Connection open, int next) throws SQLException;

  /** The connection is new. */
  void opened(Connection open) throws SQLException {}

  int number() {
    return number;
  }

  String user() {
    return user;
  }

  @Override
  public final synchronized void run() {
    int moment = registry.ledger().now();
    busy = true;
    try {
      if (connection == null) {
        Connection made = registry.connect(user);
        try {
          opened(made);
          connection = made;
        } finally {
          // Statements of an earlier connection must not be used with this one.
          if (connection == null) {
            made.close();
          }
        }
      }
      registry.ledger().done(this, step(connection, ++steps));
      if (steps % STEPS_OF_A_CONNECTION == 0) {
        close();
      }
    } catch (SQLException error) {
      registry.ledger().failed(this, moment, error);
      recover();
    } catch (RuntimeException | AssertionError error) {
      registry.ledger().unexpected(this, error);
    } finally {
      busy = false;
    }
  }

  /** Whether a step is not done. */
  final boolean isBusy() {
    return busy;
  }

  /** As a pool of connections would: the same one if it still works, else a new one. */
  private void recover() {
    if (connection == null) {
      return;
    }
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (connection.isValid(10)) {
        return;
      }
      connection.close();
    } catch (SQLException error) {
      // The pool treats it like an invalid connection.
    }
    registry.ledger().reopened();
    connection = null;
  }

  final synchronized void close() throws SQLException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  static Object value(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new IllegalStateException("No row: " + sql);
      }
      return rows.getObject(1);
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + number + " (" + user + ")";
  }
}
