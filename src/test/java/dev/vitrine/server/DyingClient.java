package dev.vitrine.server;

import dev.vitrine.SlowQuery;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The process of a client that waits for a response until it is killed. */
final class DyingClient {
  private DyingClient() {}

  /** Of a server's URL. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(arguments[0], "admin", TestServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE CATALOG half");
      statement.execute(SlowQuery.TEXT);
    }
  }
}
