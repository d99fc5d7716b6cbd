package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How long statements may take in H2, where a statement's timeout is its session's, and stays. To
 * set it makes H2 prepare every statement anew, in all sessions; so it is set only where it is
 * another one, and not set back.
 */
final class SessionTimeout {
  /** What has no limit of its own, and is short, may run with that of another if it has so long. */
  private static final int AMPLE_SECONDS = 60;

  private SessionTimeout() {}

  /** From now on statements may take so many seconds; 0 is no limit. */
  static void set(Connection connection, int seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.getQueryTimeout() != seconds) {
        statement.setQueryTimeout(seconds);
      }
    }
  }

  /** From now on short statements have no limit that they could reach. */
  static void setAmple(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int seconds = statement.getQueryTimeout();
      if (seconds != 0 && seconds < AMPLE_SECONDS) {
        statement.setQueryTimeout(0);
      }
    }
  }
}
