package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lineage of versions, recorded and read by clients. */
final class RestLineageTest extends RestTest {
  private static final String LINEAGE = CATALOG + "/lineage";
  private static final String EXTERNAL = "/api/2.0/lineage-tracking/external-lineage";

  private static List<String> sources(TestServer server, String model) throws SQLException {
    return column(
        server,
        "SELECT source_table_full_name FROM system.access.model_lineage"
            + " WHERE target_model_full_name = '"
            + model
            + "' ORDER BY target_model_version, 1");
  }

  private static Answer create(TestServer server, String body, String header) throws Exception {
    return Rest.raw(
        "POST",
        server.httpUrl() + MLFLOW + "/model-versions/create",
        body.replace('\'', '"').getBytes(UTF_8),
        "Authorization",
        as(server, "admin").authorization(),
        "Content-Type",
        "application/json",
        "X-Databricks-Lineage-Identifier",
        header);
  }

  private static String encoded(String json) {
    return Base64.getEncoder().encodeToString(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static String table(String model, String version, String table) {
    return "{'name': '%s', 'version': '%s', 'lineages': [{'source_securables': [{'table': {'name': '%s'}}]}]}"
        .formatted(model, version, table);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theHeaderOfANewVersionIsKept(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String header =
        encoded(
            "{'entities': [{'notebook': {'id': '17'}}, {'job': {'id': '4', 'job_run_id': '9'}},"
                + "{'cluster': {}}], 'lineages': [{'source_securables': [{'table': {'name': 'P.s.T',"
                + "'table_id': 'x'}}, {'table': {'name': 'p.s.t'}}, {'galaxy': {'name': 'g'}}]}]}");
    create(server, "{'name': '" + model + "', 'source': 'models:/A.b.c/7'}", header).ok();
    assertThat(sources(server, model))
        .containsExactly("job:4", "models:/a.b.c/7", "notebook:17", "p.s.t");
    String body = "{'name': '" + model + "', 'source': 's'}";
    create(server, body, "no base64!").refused(400, "INVALID_PARAMETER_VALUE");
    create(server, body, encoded("[]")).refused(400, "INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void lineageOfAnExistingVersionIsRecordedAndRead(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(
        server,
        "ALTER MODEL " + model + " ADD VERSION FROM 's3://a' RUN ID 'r1' INPUTS (lake.raw.iris)");
    admin
        .post(
            LINEAGE,
            "{'name': '%s', 'version': 1, 'entities': [{'pipeline': {'pipeline_id': 'P1'}}],"
                    .formatted(model)
                + "'lineages': [{'source_securables': [{'table': {'name': 'Lake.Raw.Iris'}},"
                + "{'path': {'url': 's3://Bucket/Data'}},"
                + "{'model_version': {'name': 'A.b.c', 'version': '2'}}]}]}")
        .ok();
    admin.post(LINEAGE, table(model, "1", "lake.raw.iris")).ok();
    assertThat(sources(server, model))
        .containsExactlyInAnyOrder(
            "lake.raw.iris", "models:/a.b.c/2", "pipeline:P1", "s3://Bucket/Data");
    assertThat(
            column(
                server,
                "SELECT DISTINCT run_id FROM system.access.model_lineage"
                    + " WHERE target_model_full_name = '"
                    + model
                    + "'"))
        .containsExactly("r1");
    JsonNode read = admin.get(LINEAGE + "?version=1&name=" + model).ok().body();
    assertThat(read.path("entities").toString())
        .isEqualTo("[{\"pipeline\":{\"pipeline_id\":\"P1\"}}]");
    assertThat(read.path("lineages").path(0).path("source_securables"))
        .hasSize(3)
        .anySatisfy(
            node -> assertThat(node.path("model_version").path("name").asText()).isEqualTo("a.b.c"))
        .anySatisfy(
            node ->
                assertThat(node.path("path").path("url").asText()).isEqualTo("s3://Bucket/Data"));
    String page = LINEAGE + "?version=1&max_results=3&name=" + model;
    String token = admin.get(page).ok().body().path("next_page_token").asText();
    JsonNode last = admin.get(page + "&page_token=" + token).ok().body();
    assertThat(last.has("next_page_token")).isFalse();
    // The response can be sent as a request.
    String copy = catalog(model) + ".s.copy";
    sql(server, "CREATE MODEL " + copy + "; ALTER MODEL " + copy + " ADD VERSION FROM 's3://a'");
    admin.post(LINEAGE, read.toString().replace(model, copy)).ok();
    assertThat(sources(server, copy)).isEqualTo(sources(server, model));
    for (String bad :
        List.of(
            "{'name': '%s', 'version': 1}",
            "{'name': '%s', 'version': 1, 'lineages': []}",
            "{'name': '%s', 'version': 'x', 'entities': [{'job': {'id': 1}}]}",
            "{'name': '%s', 'version': 1, 'entities': [{'job': {}}]}",
            "{'name': '%s', 'version': 1, 'entities': [{'job': {'id': '"
                + "x".repeat(800)
                + "'}}]}",
            "{'version': 1, 'entities': [{'job': {'id': 1}}]}")) {
      admin.post(LINEAGE, bad.formatted(model)).refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String unsupported :
        List.of(
            "'entities': [{'cluster': {'id': 1}}]",
            "'lineages': [{'source_securables': [{'galaxy': {}}]}]",
            "'lineages': [{'target_securable': {'table': {'name': 't'}}}]")) {
      admin
          .post(LINEAGE, "{'name': '%s', 'version': 1, %s}".formatted(model, unsupported))
          .refused(501, "NOT_IMPLEMENTED");
    }
    admin.post(LINEAGE, table(model, "9", "t")).refused(404, "RESOURCE_DOES_NOT_EXIST");
    admin.get(LINEAGE + "?version=9&name=" + model).refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theCreatorOrManagersOfTheModelRecordLineage(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String maker = newUser();
    String other = newUser();
    String manager = newUser();
    String reader = newUser();
    for (String user : List.of(maker, other, manager, reader)) {
      as(server, user);
    }
    as(server, maker).post(LINEAGE, table(model, "1", "t")).refused(404, "CATALOG_DOES_NOT_EXIST");
    String grant = "GRANT %s ON MODEL " + model + " TO %s;";
    sql(
        server,
        grant.formatted("CREATE MODEL VERSION", maker)
            + grant.formatted("CREATE MODEL VERSION", other)
            + grant.formatted("MANAGE", manager)
            + grant.formatted("EXECUTE", reader));
    for (String user : List.of(maker, other, manager, reader)) {
      open(server, model, user);
    }
    Rest asMaker = as(server, maker);
    long version = asMaker.begin(model);
    String body = table(model, Long.toString(version), "one");
    asMaker.post(LINEAGE, body).ok();
    as(server, manager).post(LINEAGE, body.replace("one", "two")).ok();
    as(server, "admin").post(LINEAGE, body.replace("one", "three")).ok();
    as(server, other).post(LINEAGE, body).refused(403, "PERMISSION_DENIED");
    as(server, reader).post(LINEAGE, body).refused(403, "PERMISSION_DENIED");
    sql(server, "REVOKE CREATE MODEL VERSION ON MODEL " + model + " FROM " + maker);
    sql(server, "GRANT APPLY TAG ON MODEL " + model + " TO " + maker);
    asMaker.post(LINEAGE, body).refused(403, "PERMISSION_DENIED");
    assertThat(sources(server, model)).containsExactly("one", "three", "two");
    String read = LINEAGE + "?version=" + version + "&name=" + model;
    assertThat(
            as(server, reader)
                .get(read)
                .ok()
                .body()
                .path("lineages")
                .path(0)
                .path("source_securables"))
        .hasSize(3);
    as(server, manager).get(read).refused(403, "PERMISSION_DENIED");
    assertThat(
            column(
                server,
                "SELECT action_name || ' ' || CAST(response_code AS VARCHAR)"
                    + " FROM system.access.audit WHERE user_identity = '"
                    + other
                    + "' AND action_name LIKE '%Lineage'"))
        .containsExactly("addModelVersionLineage 403");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void emittedLineageRecordsSourcesNotLoads(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.version(model);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    String emit = MLFLOW + "/model-versions/emit-lineage";
    String body =
        "{'name': '%s', 'version': '%d', 'securable': {'table': {'name': 'a.b.t'}},"
                .formatted(model, version)
            + "'model_version_lineage_info': {'direction': '%s', 'entities': [{'job': {'id': '5'}}]}}";
    admin.post(emit, body.formatted("DOWNSTREAM")).ok();
    assertThat(sources(server, model)).isEmpty();
    admin.post(emit, body.formatted("UPSTREAM")).ok();
    assertThat(sources(server, model)).containsExactly("a.b.t", "job:5");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void externalLineageIsTheSame(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String add = "ALTER MODEL " + model + " ADD VERSION FROM 's'";
    sql(server, add + ";" + add);
    String table = catalog(model) + ".raw.iris";
    String target = "'target': {'model_version': {'name': '" + model + "', 'version': '%s'}}";
    for (String version : List.of("1", "2")) {
      JsonNode answer =
          admin
              .post(
                  EXTERNAL,
                  "{'source': {'table': {'name': '%s'}}, %s}"
                      .formatted(table, target.formatted(version)))
              .ok()
              .body();
      assertThat(answer.path("source").path("table").path("name").asText()).isEqualTo(table);
    }
    admin
        .post(EXTERNAL, "{'source': {'path': {'url': 's3://x'}}, " + target.formatted("1") + "}")
        .ok();
    assertThat(sources(server, model)).containsExactly(table, "s3://x", table);

    String upstream =
        EXTERNAL
            + "?lineage_direction=UPSTREAM&object_info.model_version.version=1"
            + "&object_info.model_version.name="
            + model;
    List<String> found = new ArrayList<>();
    admin
        .get(upstream)
        .ok()
        .body()
        .path("external_lineage_relationships")
        .forEach(each -> found.add(each.fieldNames().next()));
    assertThat(found).containsExactly("table_info", "file_info");
    String downstream =
        EXTERNAL + "?lineage_direction=DOWNSTREAM&page_size=1&object_info.table.name=";
    String token = "";
    List<Integer> versions = new ArrayList<>();
    do {
      JsonNode page = admin.get(downstream + table + "&page_token=" + token).ok().body();
      page.path("external_lineage_relationships")
          .forEach(each -> versions.add(each.path("model_info").path("version").asInt()));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(versions).containsExactly(1, 2);
    Rest nobody = as(server, newUser());
    assertThat(nobody.get(downstream + table).ok().body().path("external_lineage_relationships"))
        .isEmpty();
    nobody.get(upstream).refused(404, "CATALOG_DOES_NOT_EXIST");
    for (String unsupported :
        List.of(
            "{'source': {'external_metadata': {'name': 'x'}}, " + target.formatted("1") + "}",
            "{'source': {'table': {'name': 'x'}}, 'target': {'table': {'name': 'y'}}}",
            "{'source': {'table': {'name': 'x'}}, 'columns': [{'source': 'a', 'target': 'b'}], "
                + target.formatted("1")
                + "}")) {
      admin.post(EXTERNAL, unsupported).refused(501, "NOT_IMPLEMENTED");
    }
    admin.post(EXTERNAL, "{'source': {}}").refused(400, "INVALID_PARAMETER_VALUE");
  }
}
