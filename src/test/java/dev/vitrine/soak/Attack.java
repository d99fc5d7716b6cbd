package dev.vitrine.soak;

import dev.vitrine.SlowQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Attacks of a user without grants that try to exhaust a server or its store. */
enum Attack {
  BIG_LIST,
  SELF_JOINS,
  MORE_SELF_JOINS,
  SEVERAL_LARGE_RESULTS,
  LONG_VALUE,
  UNIQUE_TEXTS,
  IDLE_TRANSACTION,
  HALF_READ_CURSOR,
  SLOW_BODY,
  WRONG_PASSWORDS,
  REFUSALS,
  MALFORMED_MESSAGE,
  LONG_FILTER,
  PRIVILEGE_QUESTIONS,
  TIMED_OUT_STATEMENT,
  ABANDONED_STATEMENT;

  /** A million rows. */
  private static final String MANY =
      IntStream.range(0, 6)
          .mapToObj(i -> SlowQuery.DIGITS + "t" + i + " (d" + i + ")")
          .collect(Collectors.joining(" CROSS JOIN "));

  private static final int TEXT = 30_000;
  private static final int ABANDONED_AFTER_MILLIS = 300;

  /** Whether it leaves something open. */
  boolean isKept() {
    return this == IDLE_TRANSACTION || this == HALF_READ_CURSOR || this == SLOW_BODY;
  }

  /**
   * Opens eight of them, the limit of one user.
   *
   * @return the response
   */
  String keep(HostileClient client, Deque<AutoCloseable> kept) throws SQLException, IOException {
    for (int i = 0; i < 8; i++) {
      if (this == SLOW_BODY) {
        kept.add(client.slowBody());
      } else {
        Connection connection = client.connect();
        kept.add(connection);
        connection.setAutoCommit(this == HALF_READ_CURSOR);
        ResultSet rows = connection.createStatement().executeQuery("SELECT d0 AS n FROM " + MANY);
        rows.next();
      }
    }
    return "kept";
  }

  /**
   * Attacks once.
   *
   * @return the response, unless it is an exception
   */
  String run(HostileClient client, Connection connection, int unique)
      throws SQLException, IOException, InterruptedException {
    return switch (this) {
      case BIG_LIST ->
          execute(
              connection, "SELECT COUNT(*) FROM models WHERE latest_version IN (" + list(4_000));
      case SELF_JOINS -> execute(connection, selfJoins(6));
      case MORE_SELF_JOINS -> execute(connection, selfJoins(19));
      case SEVERAL_LARGE_RESULTS ->
          execute(connection, "SELECT REPEAT('x', 100 + d0) AS t FROM " + MANY + "; VALUES 1");
      case LONG_VALUE -> execute(connection, "SELECT REPEAT('x', 150000000) AS t FROM principals");
      case UNIQUE_TEXTS ->
          execute(connection, "SELECT '" + unique + "x".repeat(TEXT) + "' AS t FROM models");
      case WRONG_PASSWORDS -> guess(client, unique);
      case REFUSALS -> refusals(connection, unique);
      case MALFORMED_MESSAGE -> client.message(random(unique));
      case LONG_FILTER ->
          client.get(
              "/api/2.0/mlflow/unity-catalog/registered-models/search?filter="
                  + "name%3D'a'%20AND%20".repeat(45)
                  + "name%3D'a'");
      case PRIVILEGE_QUESTIONS -> execute(connection, questions(unique));
      case TIMED_OUT_STATEMENT -> timedOut(connection);
      case ABANDONED_STATEMENT -> {
        connection.setNetworkTimeout(Runnable::run, ABANDONED_AFTER_MILLIS);
        yield execute(connection, SlowQuery.TEXT);
      }
      case IDLE_TRANSACTION, HALF_READ_CURSOR, SLOW_BODY ->
          throw new IllegalStateException("Kept: " + this);
    };
  }

  private static String execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "done";
    }
  }

  private static String list(int values) {
    return IntStream.range(0, values).mapToObj(String::valueOf).collect(Collectors.joining(","))
        + ")";
  }

  private static String selfJoins(int levels) {
    return IntStream.rangeClosed(1, levels)
        .mapToObj(
            i ->
                "c%d AS (SELECT a.full_name FROM %s a JOIN %s b ON a.full_name = b.full_name)"
                    .formatted(
                        i, i == 1 ? "models" : "c" + (i - 1), i == 1 ? "models" : "c" + (i - 1)))
        .collect(Collectors.joining(", ", "WITH ", " SELECT COUNT(*) FROM c" + levels));
  }

  private static String questions(int unique) {
    return IntStream.range(0, 30)
        .mapToObj(i -> "has_privilege('EXECUTE', 'MODEL', 'c.s.q%d_%d')".formatted(unique, i))
        .collect(Collectors.joining(" OR ", "SELECT ", " AS p"));
  }

  private static String guess(HostileClient client, int unique) throws SQLException {
    client.guess(unique % 4 == 0 ? "admin" : "ordinary" + unique % 20);
    return "signed in";
  }

  private static String refusals(Connection connection, int unique) throws SQLException {
    String last = "";
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        try {
          statement.execute("DROP MODEL c.s.r" + unique + "_" + i);
        } catch (SQLException refused) {
          last = refused.getSQLState();
        }
      }
    }
    return last;
  }

  private static String timedOut(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      statement.execute(SlowQuery.TEXT);
      return "done";
    }
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[1_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
