package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.wire.ConnectionLimits;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of a server to all kinds of requests. */
final class EndpointTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = TestServer.start(TestStore.H2.newUrl());
    try (Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ErrorResponse error(Service.Response response) {
    assertThat(response).isInstanceOf(ErrorResponse.class);
    ErrorResponse error = (ErrorResponse) response;
    assertThat(error.exceptions).isEmpty();
    assertThat(error.errorMessage)
        .startsWith("[")
        .doesNotContain("Exception", "dev.vitrine", "org.apache", "\tat ");
    assertThat(error.errorCode).isGreaterThan(1_000);
    return error;
  }

  private static void open(String user, String id) throws Exception {
    assertThat(Http.ask(server, user, new Service.OpenConnectionRequest(id, Map.of())))
        .isInstanceOf(Service.OpenConnectionResponse.class);
  }

  @Test
  void healthNeedsNoPassword() throws Exception {
    HttpResponse<String> health = Http.get(server, "/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"ok\":true,\"store\":\"up\"}");
    assertThat(health.headers().map()).doesNotContainKey("server");
  }

  @Test
  void healthReportsAStoreThatIsDown() throws Exception {
    String storeUrl = TestStore.POSTGRESQL.newUrl();
    String database = storeUrl.replaceAll(".*/(\\w+)\\?.*", "$1");
    String postgres =
        storeUrl.replace("jdbc:vitrine:", "jdbc:").replace("/" + database, "/postgres");
    try (TestServer down = TestServer.start(storeUrl)) {
      try (Connection operator = DriverManager.getConnection(postgres);
          Statement statement = operator.createStatement()) {
        statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
      }
      HttpResponse<String> health = Http.get(down, "/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).isEqualTo("{\"ok\":false,\"store\":\"down\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nowhere", "/avatica", "/avatica/x", "/health/x", "/api/2.0/mlflow", "/..%2f"})
  void unknownPathsAreNotFound(String path) throws Exception {
    HttpResponse<String> answer = Http.get(server, path);
    assertThat(answer.statusCode()).isIn(400, 404, 405);
    assertThat(answer.body()).doesNotContainIgnoringCase("jetty").doesNotContain("javalin");
    if (answer.statusCode() == 404) {
      String code = path.startsWith("/api/") ? "ENDPOINT_NOT_FOUND" : "NOT_FOUND";
      assertThat(answer.body()).contains("\"error_code\":\"" + code + "\"");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void noiseIsRefusedAsSuch() throws Exception {
    for (String noise : new String[] {"", "{}", "noise", "\n\u0003abc", "x".repeat(100_000)}) {
      HttpResponse<String> answer =
          Http.post(
              server,
              noise.getBytes(UTF_8),
              "Authorization",
              Http.basic("admin", TestServer.PASSWORD));
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("PROTOCOL_VIOLATION").doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void hugeRequestsAreRefused() throws Exception {
    HttpResponse<String> answer =
        Http.post(
            server,
            new byte[(8 << 20) + 1],
            "Authorization",
            Http.basic("admin", TestServer.PASSWORD));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too large");
  }

  @Test
  void aConnectionIsItsUsersOnly() throws Exception {
    open("admin", "shared");
    Service.Request[] requests = {
      new Service.CreateStatementRequest("shared"),
      new Service.PrepareRequest("shared", "SELECT 1", -1),
      new Service.PrepareAndExecuteRequest("shared", 0, "SELECT 1", -1),
      new Service.FetchRequest("shared", 0, 0, 100),
      new Service.CommitRequest("shared"),
      new Service.RollbackRequest("shared"),
      new Service.DatabasePropertyRequest("shared"),
      new Service.CatalogsRequest("shared"),
      new Service.TableTypesRequest("shared")
    };
    for (Service.Request request : requests) {
      ErrorResponse refusal = error(Http.ask(server, "alice", request));
      assertThat(refusal.sqlState).isEqualTo("08003");
    }
    Http.ask(server, "alice", new Service.CloseConnectionRequest("shared"));
    assertThat(Http.ask(server, "admin", new Service.CreateStatementRequest("shared")))
        .isInstanceOf(Service.CreateStatementResponse.class);
    open("alice", "shared");
    Http.ask(server, "admin", new Service.CloseConnectionRequest("shared"));
    assertThat(Http.ask(server, "alice", new Service.CreateStatementRequest("shared")))
        .isInstanceOf(Service.CreateStatementResponse.class);
  }

  @Test
  void aConnectionOfAnotherUserCannotBeUsed() throws Exception {
    Service.Request request =
        new Service.OpenConnectionRequest("posing", Map.of("user", "admin", "password", "x"));
    assertThat(error(Http.ask(server, "alice", request)).sqlState).isEqualTo("28000");
    assertThat(
            error(Http.ask(server, "alice", new Service.CreateStatementRequest("posing"))).sqlState)
        .isEqualTo("08003");
  }

  @Test
  void lostCursorsAreErrors() throws Exception {
    open("admin", "cursor");
    Service.SyncResultsRequest again = new Service.SyncResultsRequest("cursor", 0, null, 0);
    assertThat(Http.ask(server, "admin", new Service.CreateStatementRequest("cursor"))).isNotNull();
    assertThat(error(Http.ask(server, "admin", again)).sqlState).isEqualTo("24000");
  }

  /** Other clients of Avatica accept gzip, but cannot decompress the response. */
  @Test
  void onlyOurDriverGetsCompressedResponses() throws Exception {
    open("admin", "large");
    Service.Response statement =
        Http.ask(server, "admin", new Service.CreateStatementRequest("large"));
    int id = ((Service.CreateStatementResponse) statement).statementId;
    byte[] query =
        Http.message(
            new Service.PrepareAndExecuteRequest(
                "large", id, "SELECT '" + "x".repeat(100_000) + "'", -1));
    String user = Http.basic("admin", TestServer.PASSWORD);
    HttpResponse<String> plain =
        Http.post(server, query, "Authorization", user, "Accept-Encoding", "gzip, deflate");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.body()).contains("x".repeat(100_000));
    HttpResponse<String> small =
        Http.post(server, query, "Authorization", user, "Vitrine-Compression", "gzip");
    assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
  }

  @Test
  void connectionsAndStatementsAreCapped() throws Exception {
    ConnectionLimits few = new ConnectionLimits(3, 2, 2, Duration.ZERO, Duration.ofMinutes(1));
    try (TestServer small =
            TestServer.start(TestStore.H2.newUrl(), TestServer.SETTINGS.withLimits(few));
        Connection first = small.connect("admin")) {
      Connection second = small.connect("admin");
      assertState("53300", () -> small.connect("admin"));
      second.close();
      small.connect("admin").close();
      try (Statement one = first.createStatement();
          Statement two = first.createStatement()) {
        assertThat(one.execute("SELECT 1")).isTrue();
        assertThat(two.execute("SELECT 2")).isTrue();
        assertState("53300", () -> first.createStatement().execute("SELECT 3"));
      }
      assertThat(first.createStatement().execute("SELECT 1")).isTrue();
    }
  }

  private static void assertState(
      String state, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @Test
  void passwordsNeverTravelInTheClear(@TempDir Path directory) {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      ServerSettings open = TestServer.SETTINGS.withPlace(host, 0);
      try (Engine engine = Engine.open(TestStore.H2.newUrl())) {
        assertThatThrownBy(
                () ->
                    VitrineServer.start(
                        open, FileSettings.under(directory), engine, engine.authenticator()))
            .isInstanceOf(VitrineException.class)
            .hasMessageContaining("unencrypted");
      }
    }
  }
}
