package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a foreign web site can make the browser of a signed-in user send. */
final class CrossSiteTest {
  private static final String CATALOGS = Rest.CATALOG + "/catalogs";
  private static final String JSON = "Content-Type: application/json\r\n";

  private static TestServer server;
  private static String credentials;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(TestStore.H2.newUrl());
    credentials = "Authorization: " + Http.basic("admin", TestServer.PASSWORD) + "\r\n";
    RestTest.sql(server, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String host() {
    return server.httpUrl().substring("http://".length());
  }

  private static RawHttp.Answer ask(String method, String path, String headers, String body)
      throws Exception {
    try (RawHttp connection = new RawHttp(server)) {
      return connection
          .send(
              method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + host()
                  + "\r\n"
                  + credentials
                  + headers
                  + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                  + "\r\n"
                  + body)
          .answer();
    }
  }

  private static void assertRefused(RawHttp.Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.body()).contains("\"error_code\":\"", "\"message\":\"");
    assertThat(answer.hasHeader("Content-Type: application/json")).isTrue();
    assertThat(answer.hasHeader("X-Content-Type-Options: nosniff")).isTrue();
  }

  private static List<String> catalogs() throws Exception {
    return RestTest.column(server, "SELECT catalog_name FROM catalogs ORDER BY 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: TEXT/PLAIN; charset=application/json\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n",
        "Content-Type: application/octet-stream\r\n",
        "Content-Type: text/plain, application/json\r\n",
        "Content-Type: \r\n"
      })
  void jsonMustBeSaidToBeJson(String type) throws Exception {
    assertRefused(ask("POST", CATALOGS, type, "{\"name\":\"forged\"}"), 415);
    assertRefused(ask("PATCH", CATALOGS + "/c", type, "{\"comment\":\"forged\"}"), 415);
    assertRefused(ask("DELETE", CATALOGS + "/c", type, "{\"force\":true}"), 415);
    assertThat(catalogs()).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void formsAreRefusedWithoutABodyAndForFilesToo(String type) throws Exception {
    String header = "Content-Type: " + type + "\r\n";
    assertRefused(ask("DELETE", CATALOGS + "/c?force=true", header, ""), 415);
    assertRefused(ask("POST", "/avatica", header, "x"), 415);
    assertRefused(ask("PUT", Rest.FILES + "/files/Models/c/s/m/1/f", header, "x"), 415);
    assertThat(catalogs()).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: \r\n",
        "Origin: http://localhost.evil.example\r\n",
        "Origin: http://127.0.0.1\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: CROSS-SITE\r\nSec-Fetch-Mode: navigate\r\n"
      })
  void foreignSitesAreRefused(String headers) throws Exception {
    for (String method : List.of("POST", "PATCH", "PUT", "DELETE")) {
      assertRefused(ask(method, CATALOGS + "/c?force=true", headers + JSON, ""), 403);
      assertRefused(ask(method, CATALOGS + "/c", headers + JSON, "{\"name\":\"forged\"}"), 403);
      assertRefused(ask(method, "/avatica", headers, ""), 403);
      assertRefused(ask(method, "/nowhere", headers, ""), 403);
    }
    assertRefused(ask("POST", CATALOGS, headers + JSON, "{\"name\":\"forged\"}"), 403);
    assertThat(catalogs()).containsExactly("c");
  }

  @Test
  void ownPagesLinksAndOtherProgramsPass() throws Exception {
    for (String headers :
        List.of(
            "",
            "Origin: " + server.httpUrl() + "\r\n",
            "Origin: " + server.httpUrl() + "\r\nSec-Fetch-Site: same-origin\r\n",
            "Sec-Fetch-Site: none\r\n")) {
      assertThat(ask("PATCH", CATALOGS + "/c", headers + JSON, "{\"comment\":\"x\"}").status())
          .as(headers)
          .isEqualTo(200);
      assertThat(ask("GET", CATALOGS, headers, "").status()).as(headers).isEqualTo(200);
    }
    String link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
    assertThat(ask("GET", "/health", link, "").status()).isEqualTo(200);
    // Loading a script is not a navigation.
    assertThat(ask("GET", CATALOGS, "Sec-Fetch-Site: cross-site\r\n", "").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "X-HTTP-Method-Override,DELETE",
    "x-http-method-override,delete",
    "X-HTTP-Method,DELETE",
    "X-Method-Override,DELETE"
  })
  void aMethodIsTheOneOfTheRequestLine(String header, String method) throws Exception {
    String model = Rest.CATALOG + "/models/c.s.m";
    String override = header + ": " + method + "\r\n";
    assertThat(ask("GET", model, override, "").body()).contains("\"full_name\":\"c.s.m\"");
    assertThat(ask("POST", model, override, "").status()).isEqualTo(405);
    assertThat(ask("GET", model + "?_method=DELETE", "", "").status()).isEqualTo(200);
    assertThat(
            ask("PATCH", model + "?_method=DELETE", override + JSON, "{\"_method\":\"DELETE\"}")
                .status())
        .isEqualTo(200);
    assertThat(RestTest.column(server, "SELECT full_name FROM models")).containsExactly("c.s.m");
  }

  @Test
  void otherOriginsCannotReadResponses() throws Exception {
    String preflight =
        String.join(
            "\r\n",
            "Origin: https://evil.example",
            "Access-Control-Request-Method: DELETE",
            "Access-Control-Request-Headers: content-type",
            "");
    for (String path : List.of(CATALOGS, "/avatica", "/health")) {
      RawHttp.Answer answer = ask("OPTIONS", path, preflight, "");
      assertThat(answer.status()).isGreaterThanOrEqualTo(400);
      assertThat(answer.head()).doesNotContainIgnoringCase("access-control");
      assertThat(ask("GET", path, "", "").head()).doesNotContainIgnoringCase("access-control");
    }
  }

  @Test
  void theDriversOwnTypesPass() throws Exception {
    Service.Request open = new Service.OpenConnectionRequest("types", Map.of());
    byte[] message = Http.message(open);
    for (String type : List.of("application/x-google-protobuf", "application/octet-stream")) {
      Rest.Answer answer =
          Rest.raw(
              "POST",
              server.httpUrl() + "/avatica",
              message,
              "Authorization",
              Http.basic("admin", TestServer.PASSWORD),
              "Content-Type",
              type);
      assertThat(answer.status()).as(type).isIn(200, 500);
      assertThat(answer.response().headers().firstValue("Content-Type"))
          .hasValue("application/x-google-protobuf");
    }
    assertThat(
            Rest.raw(
                    "POST",
                    server.httpUrl() + "/avatica",
                    message,
                    "Authorization",
                    Http.basic("admin", TestServer.PASSWORD))
                .status())
        .isEqualTo(415);
  }

  @Test
  void everyResponseHasNosniff() throws Exception {
    for (String path : List.of("/health", "/metrics", "/nowhere", CATALOGS, CATALOGS + "/no")) {
      assertThat(ask("GET", path, "", "").hasHeader("X-Content-Type-Options: nosniff"))
          .as(path)
          .isTrue();
    }
    assertThat(ask("GET", CATALOGS, "", "").hasHeader("Cache-Control: no-store")).isTrue();
  }
}
