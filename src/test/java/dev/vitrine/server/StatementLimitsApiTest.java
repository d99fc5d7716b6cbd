package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory and the end of the server limit statements of the Statement API. */
final class StatementLimitsApiTest {
  private static final String PATH = "/api/2.0/sql/statements";

  /** 3 MB in several chunks. */
  private static final String LARGE =
      "{'statement': 'SELECT REPEAT(:x, 10000) AS t FROM information_schema.columns',"
          + " 'row_limit': 300, 'wait_timeout': '50s', 'disposition': '%s',"
          + " 'parameters': [{'name': 'x', 'value': 'x'}]}";

  private static final String EXHAUSTED = "The memory for results of one user is used up";

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection admin(String url) throws SQLException {
    return DriverManager.getConnection(url, "admin", TestServer.PASSWORD);
  }

  private static String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static JsonNode large(Rest user, String disposition) throws Exception {
    JsonNode body = user.post(PATH, LARGE.formatted(disposition)).ok().body();
    assertThat(body.path("status").path("state").asText())
        .as(body.toString())
        .isEqualTo("SUCCEEDED");
    return body;
  }

  private static String secondChunk(JsonNode body) {
    return PATH + "/" + body.path("statement_id").asText() + "/result/chunks/1";
  }

  @Test
  void responsesAreChargedToTheUserOnly() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl());
        Connection admin = admin(server.storeUrl())) {
      for (String name : new String[] {"eve", "bob"}) {
        run(admin, "CREATE USER " + name + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
      }
      Rest eve = new Rest(server, "eve");
      Rest bob = new Rest(server, "bob");
      String inline = secondChunk(large(eve, "INLINE"));
      String link =
          large(eve, "EXTERNAL_LINKS")
              .path("result")
              .path("external_links")
              .get(0)
              .path("external_link")
              .asText();
      long results = server.memory().used();
      String ofBob = secondChunk(large(bob, "INLINE"));
      try (MemoryAccount others = server.memory().open(id(server, "eve"))) {
        // A user may have half of a quarter of the heap; half a chunk is left.
        others.reserve(Runtime.getRuntime().maxMemory() / 8 - results - (512 << 10));
        CompletableFuture<Rest.Answer> linked = CompletableFuture.supplyAsync(() -> get(link));
        assertThat(eve.get(inline).refused(503, "TEMPORARILY_UNAVAILABLE")).contains(EXHAUSTED);
        assertThat(linked.get(60, TimeUnit.SECONDS).refused(503, "TEMPORARILY_UNAVAILABLE"))
            .contains(EXHAUSTED);
        bob.get(ofBob).ok();
        large(bob, "INLINE");
      }
      eve.get(inline).ok();
      assertThat(get(link).status()).isEqualTo(200);
    }
  }

  private static long id(TestServer server, String user) throws SQLException {
    String url = StoreLocation.parse(server.storeUrl()).jdbcUrl();
    try (Connection store = DriverManager.getConnection(url)) {
      return Long.parseLong(
          value(store, "SELECT id FROM vitrine.principals WHERE name = '" + user + "'"));
    }
  }

  private static Rest.Answer get(String link) {
    try {
      return Rest.raw("GET", link, new byte[0]);
    } catch (Exception exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** No request waits for the statement, which waits for a lock when the server begins to stop. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void runningStatementsFinishWhenTheServerStops(TestStore store) throws Exception {
    TestServer server = TestServer.start(store.newUrl());
    try (Connection admin = admin(server.storeUrl())) {
      run(admin, "CREATE CATALOG c");
      admin.setAutoCommit(false);
      run(admin, "COMMENT ON CATALOG c IS 'first'");
      Rest client = new Rest(server, "admin");
      client
          .post(
              PATH,
              "{'statement': 'COMMENT ON CATALOG c IS :t', 'wait_timeout': '0s',"
                  + " 'parameters': [{'name': 't', 'value': 'second'}]}")
          .ok();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      assertThatThrownBy(() -> stopped.get(2, TimeUnit.SECONDS))
          .as("the server waits for the statement")
          .isInstanceOf(TimeoutException.class);
      admin.commit();
      stopped.get(60, TimeUnit.SECONDS);
      assertThat(value(admin, "SELECT comment FROM catalogs WHERE catalog_name = 'c'"))
          .isEqualTo("second");
    } finally {
      server.close();
    }
  }

  @Test
  void endlessStatementsAreCancelledAfterTheGracePeriod() throws Exception {
    ServerSettings settings = ServerSettings.local().withPatience(Duration.ofSeconds(1));
    TestServer server = TestServer.start(TestStore.H2.newUrl(), settings);
    new Rest(server, "admin")
        .post(PATH, "{'statement': '%s', 'wait_timeout': '0s'}".formatted(SlowQuery.TEXT))
        .ok();
    CompletableFuture.runAsync(server::close).get(60, TimeUnit.SECONDS);
  }
}
