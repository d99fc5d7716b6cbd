package dev.vitrine.store.h2;

import dev.vitrine.store.Store;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A process that commits rows to a file store, and prints each number after its commit. */
final class CommittingProcess {
  static final int THREADS = 3;

  private CommittingProcess() {}

  /**
   * @param arguments the URL of the store
   */
  public static void main(String[] arguments) throws Exception {
    StoreLocation location = StoreLocation.parse(arguments[0]);
    Store store = Store.open(location);
    if (!store.isReachable(Duration.ofSeconds(10))) {
      throw new IllegalStateException("the store cannot be reached");
    }
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS committed (thread INT, number INT, content VARCHAR,"
              + " PRIMARY KEY (thread, number))");
    }
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      new Thread(() -> commit(location, thread)).start();
    }
  }

  private static void commit(StoreLocation location, int thread) {
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO committed VALUES (?, ?, ?)")) {
      int number;
      try (ResultSet last =
          statement.executeQuery(
              "SELECT COALESCE(MAX(number), 0) FROM committed WHERE thread = " + thread)) {
        last.next();
        number = last.getInt(1);
      }
      connection.setAutoCommit(false);
      while (true) {
        number++;
        insert.setInt(1, thread);
        insert.setInt(2, number);
        insert.setString(3, "x".repeat(300) + number);
        insert.execute();
        connection.commit();
        System.out.println(thread + " " + number);
      }
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
