package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The Statement API; {@code sdk.py} tests it with the client of Databricks. */
final class StatementApiTest extends RestTest {
  private static final String PATH = "/api/2.0/sql/statements";

  /** Runs for hours. */
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b,"
          + " information_schema.columns c, information_schema.columns d, information_schema.columns e"
          + " WHERE a.column_name < b.column_name || c.column_name || d.column_name";

  private static Rest.Answer execute(Rest client, String statement, String members)
      throws Exception {
    return client.post(PATH, "{'statement': '%s' %s}".formatted(statement, members));
  }

  private static JsonNode succeeded(Rest client, String statement, String members)
      throws Exception {
    JsonNode body = execute(client, statement, members).ok().body();
    assertThat(body.path("status").path("state").asText())
        .as(body.toString())
        .isEqualTo("SUCCEEDED");
    return body;
  }

  private static String state(JsonNode body) {
    return body.path("status").path("state").asText();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aQueryWithNamedParametersReturnsTexts(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    JsonNode body =
        succeeded(
            new Rest(server, "admin"),
            "SELECT full_name, CAST(:n AS BIGINT) AS n, :none AS nothing FROM models"
                + " WHERE full_name = :name AND created_at > :day",
            ", 'parameters': [{'name': 'name', 'value': '"
                + model
                + "'},"
                + " {'name': 'n', 'value': '7', 'type': 'INT'}, {'name': 'none'},"
                + " {'name': 'day', 'value': '2020-01-31T00:00:00Z', 'type': 'TIMESTAMP'}]");
    assertThat(body.path("result").path("data_array").toString())
        .isEqualTo("[[\"" + model + "\",\"7\",null]]");
    JsonNode manifest = body.path("manifest");
    assertThat(manifest.path("total_row_count").asInt()).isEqualTo(1);
    assertThat(manifest.path("truncated").asBoolean()).isFalse();
    assertThat(manifest.path("schema").path("columns").get(1).path("type_text").asText())
        .isEqualTo("BIGINT");
  }

  @Test
  void aChangeReturnsItsCountAndVersion() throws Exception {
    TestServer server = server(TestStore.H2);
    String model = newModel(server);
    Rest admin = new Rest(server, "admin");
    String catalog = catalog(model);
    JsonNode body =
        succeeded(
            admin,
            "ALTER MODEL m ADD VERSION FROM :source",
            ", 'catalog': '"
                + catalog
                + "', 'schema': 's',"
                + " 'parameters': [{'name': 'source', 'value': 's3://x'}]");
    assertThat(body.path("manifest").path("schema").path("columns").findValuesAsText("name"))
        .containsExactly("num_affected_rows", "version");
    assertThat(body.path("result").path("data_array").toString()).isEqualTo("[[\"1\",\"1\"]]");
  }

  @Test
  void limitsCutTheResultOff() throws Exception {
    Rest admin = new Rest(server(TestStore.H2), "admin");
    String query = "SELECT column_name FROM information_schema.columns ORDER BY 1";
    JsonNode rows = succeeded(admin, query, ", 'row_limit': 3");
    assertThat(rows.path("manifest").path("truncated").asBoolean()).isTrue();
    assertThat(rows.path("result").path("data_array")).hasSize(3);
    JsonNode bytes = succeeded(admin, query, ", 'byte_limit': 100");
    assertThat(bytes.path("manifest").path("truncated").asBoolean()).isTrue();
    assertThat(bytes.path("manifest").path("total_byte_count").asInt()).isLessThanOrEqualTo(101);
  }

  @Test
  void aLargeResultIsReadChunkByChunk() throws Exception {
    Rest admin = new Rest(server(TestStore.H2), "admin");
    JsonNode body =
        succeeded(
            admin,
            "SELECT REPEAT(:x, 20000) AS t, c.ordinal_position FROM information_schema.columns c",
            ", 'row_limit': 300, 'parameters': [{'name': 'x', 'value': 'x'}]");
    int count = body.path("manifest").path("total_chunk_count").asInt();
    assertThat(count).isGreaterThan(1);
    int rows = body.path("result").path("data_array").size();
    JsonNode chunk = body.path("result");
    for (int index = 1; index < count; index++) {
      assertThat(chunk.path("next_chunk_index").asInt()).isEqualTo(index);
      assertThat(chunk.path("next_chunk_internal_link").asText()).endsWith("/chunks/" + index);
      chunk = admin.get(chunk.path("next_chunk_internal_link").asText()).ok().body();
      assertThat(chunk.path("row_offset").asInt()).isEqualTo(rows);
      rows += chunk.path("data_array").size();
    }
    assertThat(chunk.has("next_chunk_index")).isFalse();
    assertThat(rows).isEqualTo(body.path("manifest").path("total_row_count").asInt());
    String id = body.path("statement_id").asText();
    admin.get(PATH + "/" + id + "/result/chunks/" + count).refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void csvIsReadByALinkWithoutCredentials() throws Exception {
    TestServer server = server(TestStore.H2);
    JsonNode body =
        succeeded(
            new Rest(server, "admin"),
            "SELECT :a AS x, :b AS \\\"a,b\\\", :c AS c, :d AS d",
            ", 'format': 'CSV', 'disposition': 'EXTERNAL_LINKS', 'parameters': ["
                + "{'name': 'a', 'value': 'say \\\"no\\\"'}, {'name': 'b', 'value': 'l\\nm'},"
                + "{'name': 'c'}, {'name': 'd', 'value': 'null'}]");
    JsonNode link = body.path("result").path("external_links").get(0);
    String url = link.path("external_link").asText();
    assertThat(url).startsWith(server.httpUrl());
    Rest.Answer answer = Rest.raw("GET", url, new byte[0]);
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/csv");
    assertThat(new String(answer.response().body(), UTF_8))
        .isEqualTo("x,\"a,b\",c,d\r\n\"say \"\"no\"\"\",\"l\nm\",null,\"null\"\r\n");
    Rest.raw("GET", url.substring(0, url.length() - 3) + "AAA", new byte[0])
        .refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void failuresAreStatesWithTheCondition() throws Exception {
    Rest admin = new Rest(server(TestStore.H2), "admin");
    assertThat(execute(admin, "SELECT :a", "").ok().body().toString())
        .contains("FAILED", "The parameter 'a' has no value.");
    JsonNode status = execute(admin, "SELECT nothing FROM models", "").ok().body().path("status");
    assertThat(status.path("state").asText()).isEqualTo("FAILED");
    assertThat(status.path("sql_state").asText()).isEqualTo("42703");
    assertThat(status.path("error").path("error_code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(status.path("error").path("message").asText())
        .startsWith("[UNRESOLVED_COLUMN]")
        .contains("line 1, column 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'statement': 'SELECT 1', 'wait_timeout': '3s'}",
        "{'statement': 'SELECT 1', 'wait_timeout': '51s'}",
        "{'statement': 'SELECT 1', 'wait_timeout': 'soon'}",
        "{'statement': 'SELECT 1', 'on_wait_timeout': 'PANIC'}",
        "{'statement': 'SELECT 1', 'row_limit': 0}",
        "{'statement': 'SELECT 1', 'format': 'CSV'}",
        "{'statement': 'SELECT :a', 'parameters': [{'name': 'a', 'value': 'x', 'type': 'INT'}]}",
        "{'statement': 'SELECT :a', 'parameters': [{'name': 'a', 'value': '1.5', 'type': 'INT'}]}",
        "{'statement': 'SELECT :a', 'parameters': [{'name': 'a', 'value': '1', 'type': 'MAP'}]}",
        "{'statement': 'SELECT :a', 'parameters': [{'name': 'a'}, {'name': 'a'}]}"
      })
  void invalidRequestsAreRefused(String body) throws Exception {
    new Rest(server(TestStore.H2), "admin")
        .sendRaw("POST", PATH, body.replace('\'', '"'))
        .refused(400, "INVALID_PARAMETER_VALUE");
  }

  @Test
  void arrowIsNotSupported() throws Exception {
    execute(new Rest(server(TestStore.H2), "admin"), "SELECT 1", ", 'format': 'ARROW_STREAM'")
        .refused(501, "NOT_IMPLEMENTED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRunningStatementIsCancelledByItsUserOnly(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = new Rest(server, "admin");
    JsonNode body = execute(admin, ENDLESS, ", 'wait_timeout': '0s'").ok().body();
    assertThat(state(body)).isIn("PENDING", "RUNNING");
    String path = PATH + "/" + body.path("statement_id").asText();
    Rest other = as(server, newUser());
    other.get(path).refused(404, "RESOURCE_DOES_NOT_EXIST");
    other.post(path + "/cancel", "{}").refused(404, "RESOURCE_DOES_NOT_EXIST");
    admin.post(path + "/cancel", "{}").ok();
    assertThat(finalState(admin, path)).isEqualTo("CANCELED");
  }

  private static String finalState(Rest client, String path) throws Exception {
    for (int attempt = 0; attempt < 600; attempt++) {
      String state = state(client.get(path).ok().body());
      if (!state.equals("PENDING") && !state.equals("RUNNING")) {
        return state;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("The statement did not end within 60 s.");
  }

  @Test
  void aUserHasAtMostEightRunningStatements() throws Exception {
    TestServer server = server(TestStore.H2);
    Rest user = as(server, newUser());
    List<String> paths = new ArrayList<>();
    Rest.Answer last = execute(user, ENDLESS, ", 'wait_timeout': '0s'");
    while (last.status() == 200 && paths.size() < 20) {
      paths.add(PATH + "/" + last.body().path("statement_id").asText());
      last = execute(user, ENDLESS, ", 'wait_timeout': '0s'");
    }
    assertThat(paths).hasSize(8);
    last.refused(503, "TEMPORARILY_UNAVAILABLE");
    succeeded(new Rest(server, "admin"), "SELECT 1", ", 'wait_timeout': '50s'");
    for (String path : paths) {
      user.post(path + "/cancel", "{}").ok();
    }
    for (String path : paths) {
      assertThat(finalState(user, path)).isEqualTo("CANCELED");
    }
  }

  @Test
  void aStatementCanBeCancelledAfterTheWait() throws Exception {
    Rest admin = new Rest(server(TestStore.H2), "admin");
    JsonNode body =
        execute(admin, ENDLESS, ", 'wait_timeout': '5s', 'on_wait_timeout': 'CANCEL'").ok().body();
    assertThat(finalState(admin, PATH + "/" + body.path("statement_id").asText()))
        .isEqualTo("CANCELED");
  }

  @Test
  void aUserSeesTheOwnRowsOnly() throws Exception {
    TestServer server = server(TestStore.H2);
    String model = newModel(server);
    Rest user = as(server, newUser());
    JsonNode hidden =
        succeeded(
            user,
            "SELECT full_name FROM models WHERE full_name = :m",
            ", 'parameters': [{'name': 'm', 'value': '" + model + "'}]");
    assertThat(hidden.path("result").path("data_array")).isEmpty();
    assertThat(state(execute(user, "CREATE CATALOG mine", "").ok().body())).isEqualTo("FAILED");
  }
}
