package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.TestProvider;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs, metrics and health of a server. */
final class OperationTest {
  private static final String ADMIN = Http.basic("admin", TestServer.PASSWORD);

  /** Makes a request one that was not made on this machine. */
  private static final String ELSEWHERE = "203.0.113.9";

  @TempDir private Path folder;

  private static TestServer server() {
    return TestServer.start(TestStore.H2.newUrl());
  }

  /** One behind a proxy on this machine. */
  private static ServerSettings proxied() {
    return TestServer.SETTINGS.withProxies(TrustedProxies.of(List.of("127.0.0.1")));
  }

  @Test
  void metricsReportActivityWithoutNames() throws Exception {
    try (TestServer server = server();
        Client admin = TestRegistry.on(server.connect("admin"))) {
      admin.run("CREATE USER somebody; CREATE CATALOG something");
      admin.fails("CREATE CATALOG something");
      admin.fails("CREATE CATALOGUE else");
      admin.rows("SELECT * FROM catalogs");
      admin.rows("SELECT * FROM catalogs");
      for (int i = 0; i < 3; i++) {
        new Rest(server, "admin").get(Rest.CATALOG + "/catalogs").ok();
      }
      new Rest(server, "admin")
          .get(Rest.CATALOG + "/catalogs/nowhere")
          .refused(404, "CATALOG_DOES_NOT_EXIST");
      Http.get(server, "/health");
      Http.get(server, "/not/somewhere");
      HttpResponse<String> metrics = Http.get(server, "/metrics", "Authorization", ADMIN);
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "vitrine_http_request_seconds_count{route=\"/health\",status=\"200\"} 1",
              "vitrine_http_request_seconds_count{route=\"none\",status=\"404\"} 1",
              "vitrine_http_request_seconds_bucket{route=\"/avatica\",status=\"200\",le=\"",
              "vitrine_statement_seconds_count{kind=\"CreateUser\",outcome=\"ok\"} 1",
              "vitrine_statement_seconds_count{kind=\"CreateCatalog\",outcome=\"ok\"} 1",
              "vitrine_statement_seconds_count{kind=\"CreateCatalog\","
                  + "outcome=\"catalog_already_exists\"} 1",
              "vitrine_statement_seconds_count{kind=\"Unparsed\",outcome=\"parse_syntax_error\"} 1",
              "vitrine_statement_seconds_count{kind=\"Query\",outcome=\"ok\"} ",
              "vitrine_statements_running 0.0",
              "vitrine_connections 1.0",
              "vitrine_sessions 1.0",
              "vitrine_plan_hits_total ",
              "vitrine_plan_misses_total ",
              "vitrine_store_connections_active 0.0",
              "vitrine_store_connections_max 32.0",
              "jvm_memory_used_bytes",
              "jvm_gc_collection_seconds")
          .doesNotContain("somebody", "something", "somewhere", "admin");
    }
  }

  @Test
  void metricsAreForAdmins() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl(), proxied());
        Client admin = TestRegistry.on(server.connect("admin"))) {
      admin.run("CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
      String eve = Http.basic("eve", TestServer.PASSWORD);
      assertThat(metrics(server)).isEqualTo(401);
      assertThat(metrics(server, "Authorization", eve)).isEqualTo(403);
      assertThat(metrics(server, "Authorization", ADMIN)).isEqualTo(200);
      assertThat(metrics(server, "X-Forwarded-For", ELSEWHERE)).isEqualTo(401);
      assertThat(metrics(server, "X-Forwarded-For", ELSEWHERE, "Authorization", eve))
          .isEqualTo(403);
      assertThat(metrics(server, "X-Forwarded-For", ELSEWHERE, "Authorization", ADMIN))
          .isEqualTo(200);
      assertThat(metrics(server, "X-Forwarded-For", "127.0.0.1, " + ELSEWHERE)).isEqualTo(401);
    }
    try (TestServer unaware = server()) {
      assertThat(metrics(unaware, "X-Forwarded-For", "127.0.0.1")).isEqualTo(401);
      assertThat(metrics(unaware, "Forwarded", "for=127.0.0.1")).isEqualTo(401);
      assertThat(metrics(unaware)).isEqualTo(401);
    }
    try (TestServer open =
        TestServer.start(TestStore.H2.newUrl(), proxied().withMetricsOpen(true))) {
      assertThat(metrics(open, "X-Forwarded-For", ELSEWHERE)).isEqualTo(200);
      assertThat(metrics(open)).isEqualTo(200);
    }
  }

  private static int metrics(TestServer server, String... headers) throws Exception {
    return Http.get(server, "/metrics", headers).statusCode();
  }

  @Test
  void anAdminByAClaimMayReadThemToo() throws Exception {
    TestProvider idp = new TestProvider(folder);
    try (TestServer server =
            TestServer.start(
                TestStore.H2.newUrl(),
                proxied(),
                own -> own.accepting(idp.provider().withGroups("groups", "operators")));
        Client admin = TestRegistry.on(server.connect("admin"))) {
      admin.run("CREATE USER eve; CREATE GROUP operators EXTERNAL");
      String claiming = "Bearer " + idp.token("eve", List.of("operators"));
      String plain = "Bearer " + idp.token("eve", null);
      assertThat(metrics(server, "X-Forwarded-For", ELSEWHERE, "Authorization", claiming))
          .isEqualTo(200);
      assertThat(metrics(server, "X-Forwarded-For", ELSEWHERE, "Authorization", plain))
          .isEqualTo(403);
    }
  }

  @Test
  void everyResponseHasTheIdOfItsRequest() throws Exception {
    try (TestServer server = server()) {
      for (String path : List.of("/health", "/metrics", "/nowhere")) {
        assertThat(id(Http.get(server, path, "X-Request-Id", "abc-123.X_y")))
            .isEqualTo("abc-123.X_y");
        String made = id(Http.get(server, path));
        assertThat(made).matches("[0-9a-f-]{36}");
        assertThat(id(Http.get(server, path))).isNotEqualTo(made);
      }
      for (String strange : List.of("a b", "a\"b", "x".repeat(65), "{}", "")) {
        assertThat(id(Http.get(server, "/health", "X-Request-Id", strange)))
            .matches("[0-9a-f-]{36}");
      }
      assertThat(id(Http.post(server, new byte[0], "X-Request-Id", "denied"))).isEqualTo("denied");
    }
  }

  private static String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void auditRowsHaveTheClientAddress(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl(), proxied());
        Client admin = TestRegistry.on(server.connect("admin"));
        Client embedded = TestRegistry.at(server.storeUrl()).admin()) {
      admin.run("CREATE CATALOG remote");
      admin.fails("DROP CATALOG absent");
      embedded.run("CREATE CATALOG local");
      embedded.fails("DROP CATALOG absent_too");
      assertThat(sources(admin, "%remote%")).containsExactly("127.0.0.1");
      assertThat(sources(admin, "%absent\"%")).containsExactly("127.0.0.1");
      assertThat(sources(admin, "%local%")).containsExactly("null");
      assertThat(sources(admin, "%absent_too%")).containsExactly("null");

      Service.Request open = new Service.OpenConnectionRequest("far", Map.of());
      Service.Request create = new Service.CreateStatementRequest("far");
      Http.askWith(server, ADMIN, open, "X-Forwarded-For", "10.0.0.1, 198.51.100.4");
      Http.askWith(server, ADMIN, create, "X-Forwarded-For", "198.51.100.4");
      Service.Request change =
          new Service.PrepareAndExecuteRequest("far", 0, "CREATE CATALOG far", -1);
      Http.askWith(server, ADMIN, change, "X-Forwarded-For", "2001:db8::7");
      assertThat(sources(admin, "%far%")).containsExactly("2001:db8:0:0:0:0:0:7");
      Http.askWith(server, Http.basic("admin", "wrong"), open, "X-Forwarded-For", "198.51.100.5");
      assertThat(
              admin.column(
                  "SELECT source_ip FROM system.access.audit WHERE action_name = 'login'"
                      + " AND response_code = 401"))
          .containsExactly("198.51.100.5");
      assertThat(
              admin.column(
                  "SELECT source_ip FROM system.access.audit WHERE action_name = 'login'"
                      + " AND response_code = 200 ORDER BY event_id"))
          .contains("127.0.0.1", "198.51.100.4", "null");
    }
  }

  private static List<String> sources(Client admin, String parameters) {
    return admin.column(
        "SELECT source_ip FROM system.access.audit WHERE request_params LIKE '"
            + parameters
            + "' AND action_name LIKE '%Catalog'");
  }

  @Test
  void credentialsInTheClearFromElsewhereAreRefusedUnread() throws Exception {
    Optional<String> outside = outside();
    assumeTrue(outside.isPresent(), "this machine has no address but its own");
    ServerSettings open =
        TestServer.SETTINGS
            .withPlace("0.0.0.0", 0)
            .withProxies(TrustedProxies.of(List.of("192.0.2.1")));
    try (TestServer server = TestServer.start(TestStore.H2.newUrl(), open)) {
      String port = server.url().replaceAll(".*:(\\d+)$", "$1");
      SQLException refusal =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  DriverManager.getConnection(
                      "jdbc:vitrine://" + outside.get() + ":" + port + "?allowPlaintext=true",
                      "admin",
                      TestServer.PASSWORD));
      assertThat(refusal.getSQLState()).isEqualTo("28000");
      assertThat(refusal.getMessage()).contains("plain HTTP");
      DriverManager.getConnection("jdbc:vitrine://127.0.0.1:" + port, "admin", TestServer.PASSWORD)
          .close();
    }
  }

  /** An address by which this machine is reached as if from elsewhere. */
  private static Optional<String> outside() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  @Test
  void forwardingHeadersOfOthersAreIgnored() throws Exception {
    try (TestServer server = server();
        Client admin = TestRegistry.on(server.connect("admin"))) {
      Service.Request open = new Service.OpenConnectionRequest("far", Map.of());
      for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
        // Even with the right password: all clients of such a proxy would count as this machine.
        Service.Response answer = Http.askWith(server, ADMIN, open, header, "198.51.100.5");
        assertThat(answer).isInstanceOf(Service.ErrorResponse.class);
        assertThat(((Service.ErrorResponse) answer).errorMessage).contains("does not trust");
      }
      Http.askWith(server, Http.basic("x", "wrong"), open, "X-Forwarded-For", "198.51.100.5");
      assertThat(
              admin.column("SELECT source_ip FROM system.access.audit WHERE source_ip LIKE '198%'"))
          .isEmpty();
      assertThat(Http.askWith(server, ADMIN, open))
          .isInstanceOf(Service.OpenConnectionResponse.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "unknown", "evil.example.com", "1.2.3.4.5", "", "::::", "999.1.1.1"})
  void invalidForwardedAddressesAreIgnored(String forwarded) throws Exception {
    InetAddress peer = InetAddress.getByName("192.0.2.1");
    TrustedProxies proxies = TrustedProxies.of(List.of("192.0.2.0/24", "2001:db8::/32"));
    assertThat(proxies.client(peer, forwarded)).isEqualTo(peer);
    assertThat(proxies.client(peer, "203.0.113.1, " + forwarded)).isEqualTo(peer);
    assertThat(proxies.client(peer, forwarded + ", 203.0.113.1, 2001:db8::1").getHostAddress())
        .isEqualTo("203.0.113.1");
    assertThat(TrustedProxies.NONE.client(peer, "203.0.113.1")).isEqualTo(peer);
  }

  @Test
  void aDroppedUserIsNotTheOneWhoGetsTheName() throws SQLException {
    try (TestServer server = server();
        Client admin = TestRegistry.on(server.connect("admin"))) {
      admin.run("CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
      try (Connection before = server.connect("eve")) {
        admin.run("DROP USER eve; CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
        assertThat(before.isValid(5)).isFalse();
      }
      server.connect("eve").close();
    }
  }
}
