package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member of a request that has another type, or text that no store keeps, is refused. */
final class RestTypesTest extends RestTest {
  /** A request with one member that is wrong, which the error names. */
  private record Wrong(String method, String path, String body, String member) {}

  private static List<Wrong> requests(String model, String file, String token) {
    String permissions = CATALOG + "/permissions/function/" + model;
    String tags = CATALOG + "/securable-tags/FUNCTION/" + model;
    String lineage = CATALOG + "/lineage";
    String external = "/api/2.0/lineage-tracking/external-lineage";
    String models = MLFLOW + "/registered-models";
    String versions = MLFLOW + "/model-versions";
    String name = "'name': '" + model + "'";
    String upload = FILES + "/files" + file + "?action=complete-upload&session_token=" + token;
    return List.of(
        new Wrong("PATCH", permissions, "{'changes': {}}", "changes"),
        new Wrong("PATCH", permissions, "{'changes': 'x'}", "changes"),
        new Wrong("PATCH", permissions, "{'changes': ['x']}", "changes[0]"),
        new Wrong("PATCH", permissions, "{'changes': [{'principal': 1}]}", "changes[0].principal"),
        new Wrong(
            "PATCH",
            permissions,
            "{'changes': [{'principal': 'account users', 'add': 'EXECUTE'}]}",
            "changes[0].add"),
        new Wrong(
            "PATCH",
            permissions,
            "{'changes': [{'principal': 'account users', 'add': {'0': 'EXECUTE'}}]}",
            "changes[0].add"),
        new Wrong(
            "PATCH",
            permissions,
            "{'changes': [{'principal': 'account users', 'remove': 'EXECUTE'}]}",
            "changes[0].remove"),
        new Wrong(
            "PATCH",
            permissions,
            "{'changes': [{'principal': 'account users', 'add': [['EXECUTE']]}]}",
            "changes[0].add[0]"),
        new Wrong(
            "PATCH",
            permissions,
            "{'changes': [], 'omit_permissions_in_response': 1}",
            "omit_permissions_in_response"),
        new Wrong("PATCH", tags, "{'changes': []}", "changes"),
        new Wrong("PATCH", tags, "{'changes': {'remove': 'k'}}", "changes.remove"),
        new Wrong("PATCH", tags, "{'changes': {'remove': [1]}}", "changes.remove[0]"),
        new Wrong("PATCH", tags, "{'changes': {'add_tags': {'key': 'k'}}}", "changes.add_tags"),
        new Wrong("PATCH", tags, "{'changes': {'add_tags': ['k']}}", "changes.add_tags[0]"),
        new Wrong(
            "PATCH",
            tags,
            "{'changes': {'add_tags': [{'value': 'v'}]}}",
            "changes.add_tags[0].key"),
        new Wrong(
            "PATCH",
            tags,
            "{'changes': {'add_tags': [{'key': 'k', 'value': 1}]}}",
            "changes.add_tags[0].value"),
        new Wrong("POST", models + "/create", "{'name': 1}", "name"),
        new Wrong("POST", models + "/create", "{'name': ['a.b.c']}", "name"),
        new Wrong("POST", models + "/create", "{" + name + "2', 'description': 1}", ""),
        new Wrong("POST", models + "/create", "{'name': 'a.b.c', 'tags': {'key': 'k'}}", "tags"),
        new Wrong("POST", models + "/create", "{'name': 'a.b.c', 'tags': [{}]}", "tags[0].key"),
        new Wrong(
            "PATCH", models + "/update", "{" + name + ", 'description': true}", "description"),
        new Wrong("PATCH", models + "/update", "{" + name + ", 'new_name': {}}", "new_name"),
        new Wrong("POST", models + "/alias", "{" + name + ", 'alias': 1}", "version"),
        new Wrong("POST", models + "/alias", "{" + name + ", 'version': 1, 'alias': 1}", "alias"),
        new Wrong(
            "POST", models + "/alias", "{" + name + ", 'version': 1.5, 'alias': 'a'}", "version"),
        new Wrong(
            "POST", models + "/alias", "{" + name + ", 'version': [1], 'alias': 'a'}", "version"),
        new Wrong("POST", models + "/set-tag", "{" + name + ", 'key': 'k', 'value': 1}", "value"),
        new Wrong("POST", versions + "/create", "{" + name + ", 'source': 1}", "source"),
        new Wrong(
            "POST", versions + "/create", "{" + name + ", 'source': 'x', 'run_id': 7}", "run_id"),
        new Wrong(
            "POST", versions + "/create", "{" + name + ", 'source': 'x', 'tags': 'k'}", "tags"),
        new Wrong(
            "POST",
            versions + "/emit-lineage",
            "{" + name + ", 'version': '1', 'model_version_lineage_info': 'x'}",
            "model_version_lineage_info"),
        new Wrong(
            "POST",
            lineage,
            "{" + name + ", 'version': '1', 'lineages': {'source_securables': []}}",
            "lineages"),
        new Wrong(
            "POST",
            lineage,
            "{" + name + ", 'version': '1', 'lineages': [{'source_securables': 'x'}]}",
            "lineages[0].source_securables"),
        new Wrong(
            "POST",
            lineage,
            "{" + name + ", 'version': '1', 'entities': [{'job': 'x'}]}",
            "entities[0].job"),
        new Wrong(
            "POST",
            lineage,
            "{"
                + name
                + ", 'version': '1', 'lineages': [{'source_securables': [{'table': {'name': 1}}]}]}",
            "lineages[0].source_securables[0].table.name"),
        new Wrong("POST", external, "{'source': 'x', 'target': {}}", "source"),
        new Wrong("POST", external, "{'source': {}, 'target': {'model_version': 1}}", "target"),
        new Wrong("POST", CATALOG + "/catalogs", "{'name': 'z', 'comment': 1}", "comment"),
        new Wrong("DELETE", CATALOG + "/catalogs/none", "{'force': 'yes'}", "force"),
        new Wrong("GET", CATALOG + "/models?include_browse=yes", "", "include_browse"),
        new Wrong("GET", CATALOG + "/models?max_results=many", "", "max_results"),
        new Wrong(
            "PUT",
            CATALOG + "/models/" + model + "/aliases/a",
            "{'version_num': {}}",
            "version_num"),
        new Wrong("PATCH", CATALOG + "/models/" + model, "{'owner': ['admin']}", "owner"),
        new Wrong("POST", upload, "{'parts': {'part_number': 1}}", "parts"),
        new Wrong("POST", upload, "{'parts': [1]}", "parts[0]"),
        new Wrong("POST", upload, "{'parts': [{'part_number': 'x'}]}", "parts[0].part_number"),
        new Wrong("POST", upload, "{'parts': [{'part_number': 1, 'etag': 1}]}", "parts[0].etag"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aMemberOfAnotherTypeIsRefusedByName(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String file = directory(model, admin.begin(model)) + "/f";
    String token =
        admin
            .post(FILES + "/files" + file + "?action=initiate-upload", "")
            .ok()
            .body()
            .path("multipart_upload")
            .path("session_token")
            .asText();
    for (Wrong wrong : requests(model, file, token)) {
      assertThat(
              admin
                  .send(wrong.method(), wrong.path(), wrong.body())
                  .refused(400, "INVALID_PARAMETER_VALUE"))
          .as(wrong.toString())
          .contains(wrong.member());
    }
    assertThat(column(server, "SELECT privilege FROM grants WHERE full_name = '" + model + "'"))
        .isEmpty();
    assertThat(column(server, "SELECT tag_name FROM tags WHERE full_name = '" + model + "'"))
        .isEmpty();
    // The forms that clients use.
    admin
        .post(
            MLFLOW + "/model-versions/set-tag",
            "{'name': '%s', 'version': 1, 'key': 'k'}".formatted(model))
        .ok();
    admin
        .post(
            MLFLOW + "/model-versions/set-tag",
            "{'name': '%s', 'version': '1', 'key': 'k', 'value': null}".formatted(model))
        .ok();
    admin.get(CATALOG + "/models?include_browse=True&max_results=1").ok();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textThatNoStoreKeepsIsRefused(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String create = "{\"name\": \"%s.s.%s\"}";
    // Two names that differ in a malformed byte would become one.
    for (String name : List.of("x\u00ff", "x\u00fe", "x\u00c3", "x\u00ed\u00a0\u0080")) {
      assertThat(
              Rest.raw(
                      "POST",
                      server.httpUrl() + MLFLOW + "/registered-models/create",
                      create.formatted(catalog(model), name).getBytes(ISO_8859_1),
                      "Authorization",
                      admin.authorization(),
                      "Content-Type",
                      "application/json")
                  .refused(400, "INVALID_PARAMETER_VALUE"))
          .contains("UTF-8");
    }
    for (String half : List.of("\\ud800", "\\udc00", "\\udc00\\ud800", "\\u0000")) {
      for (String body :
          List.of(
              "{\"name\": \"%s\", \"description\": \"a%s\"}",
              "{\"name\": \"%s\", \"new_name\": \"a%s\"}", "{\"name\": \"%s\", \"b%s\": 1}")) {
        admin
            .sendRaw("PATCH", MLFLOW + "/registered-models/update", body.formatted(model, half))
            .refused(400, "INVALID_PARAMETER_VALUE");
      }
      admin
          .sendRaw(
              "POST",
              MLFLOW + "/registered-models/set-tag",
              "{\"name\": \"%s\", \"key\": \"k\", \"value\": \"%s\"}".formatted(model, half))
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String query : List.of("%ff", "%c3", "%ed%a0%80", "%zz")) {
      String search = MLFLOW + "/registered-models/search?filter=name%3D%27" + query + "%27";
      assertThat(new RawRequest(server, admin).status(search)).as(query).isEqualTo(400);
      String path = CATALOG + "/models/" + catalog(model) + ".s.a" + query;
      assertThat(new RawRequest(server, admin).status(path)).as(query).isEqualTo(400);
    }
    admin
        .sendRaw(
            "PATCH",
            MLFLOW + "/registered-models/update",
            "{\"name\": \"%s\", \"description\": \"\\ud83d\\ude00\"}".formatted(model))
        .ok();
    assertThat(column(server, "SELECT comment FROM models WHERE full_name = '" + model + "'"))
        .containsExactly("\ud83d\ude00");
    admin
        .sendRaw("POST", CATALOG + "/catalogs", "{\"name\": \"twice\", \"name\": \"other\"}")
        .refused(400, "INVALID_PARAMETER_VALUE");
  }

  /** A GET whose path is sent as it is. */
  private record RawRequest(TestServer server, Rest client) {
    int status(String path) throws Exception {
      try (RawHttp connection = new RawHttp(server)) {
        RawHttp.Answer answer =
            connection
                .send(
                    "GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + client.authorization()
                        + "\r\n\r\n")
                .answer();
        assertThat(answer.hasHeader("Content-Type: application/json"))
            .as(answer.toString())
            .isTrue();
        return answer.status();
      }
    }
  }
}
