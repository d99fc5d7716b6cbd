package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.Effort;
import dev.vitrine.Polling;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on a PostgreSQL of two nodes under synchronous replication. The primary is killed
 * while clients register versions, and the standby is promoted, as a cluster manager would.
 */
@Timeout(300)
final class PromotedStoreIT {
  private static final int CLIENTS = 8;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

  @TempDir private Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /**
   * Registers versions at one of the servers, each with a source of its own, until it is stopped.
   */
  private void register(int client, String url) {
    int number = 0;
    while (!stopped) {
      try (Connection connection = DriverManager.getConnection(url, "admin", TestServer.PASSWORD);
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          String source = client + "/" + number++;
          statement.execute("ALTER MODEL c.s.m" + client + " ADD VERSION FROM '" + source + "'");
          acknowledged.add(source);
        }
      } catch (SQLException failure) {
        failures.add(failure);
      }
    }
  }

  private static Set<String> sources(String url) throws SQLException {
    Set<String> sources = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url, "admin", TestServer.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT source FROM system.registry.versions")) {
      while (rows.next()) {
        assertThat(sources.add(rows.getString(1))).isTrue();
      }
    }
    return sources;
  }

  private static String vitrine(StoredServer server) {
    return server.url().replace("http:", "jdbc:vitrine:");
  }

  private static void awaitChange(String url, Instant end) {
    Polling.until(
        "a change of the promoted store",
        () -> {
          try (Connection connection =
                  DriverManager.getConnection(url, "admin", TestServer.PASSWORD);
              Statement statement = connection.createStatement()) {
            statement.execute("COMMENT ON MODEL c.s.m0 IS 'back'");
            return true;
          } catch (SQLException failure) {
            assertThat(Instant.now()).as(failure.toString()).isBefore(end);
            return false;
          }
        });
  }

  @Test
  void nothingAcknowledgedIsLostAndServiceIsBackSoon() throws Exception {
    Optional<Path> programs = PostgresNode.programs();
    assumeTrue(Effort.NIGHTLY, "needs two nodes of PostgreSQL; -Pnightly starts them");
    assumeTrue(programs.isPresent(), "needs the system's PostgreSQL server");
    try (PostgresNode primary = PostgresNode.primary(programs.get(), folder.resolve("first"));
        PostgresNode standby = primary.standby(folder.resolve("second"))) {
      String store =
          "jdbc:vitrine:postgresql://"
              + primary.host()
              + ","
              + standby.host()
              + "/postgres?user=postgres&targetServerType=primary&hostRecheckSeconds=1"
              + "&connectTimeout=3";
      try (StoredServer first = start(store, "first");
          StoredServer second = start(store, "second")) {
        run(primary, standby, List.of(vitrine(first), vitrine(second)));
      }
    }
  }

  private StoredServer start(String store, String name) throws IOException {
    return StoredServer.start(
        store, folder.resolve("storage"), folder.resolve(name + ".log"), "-Xmx200m");
  }

  private void run(PostgresNode primary, PostgresNode standby, List<String> servers)
      throws Exception {
    try (Connection admin =
            DriverManager.getConnection(servers.get(0), "admin", TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG c; CREATE SCHEMA c.s");
      for (int i = 0; i < CLIENTS; i++) {
        statement.execute("CREATE MODEL c.s.m" + i);
      }
    }
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      Thread thread = new Thread(() -> register(client, servers.get(client % servers.size())));
      thread.start();
      clients.add(thread);
    }
    try {
      awaitAcknowledged(300);
      primary.kill();
      standby.promote();
      Instant promoted = Instant.now();
      for (String server : servers) {
        awaitChange(server, promoted.plus(BACK_WITHIN));
      }
      System.out.printf(
          "Service was back %d ms after the promotion; %d failures.%n",
          Duration.between(promoted, Instant.now()).toMillis(), failures.size());
      awaitAcknowledged(acknowledged.size() + 100);
    } finally {
      stopped = true;
      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(failures)
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure.getSQLState()).matches("08...|57..."));
    for (String server : servers) {
      assertThat(sources(server)).containsAll(acknowledged);
    }
  }

  private void awaitAcknowledged(int count) {
    Polling.until(count + " acknowledged versions", () -> acknowledged.size() >= count);
  }
}
