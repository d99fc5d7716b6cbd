package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models and versions over both REST APIs: privileges, pages, searches, and hidden objects. */
final class RestModelsTest extends RestTest {
  /** One request, and the right on the model that it needs besides the gates. */
  private record Request(String method, String path, String body, String right) {}

  /** Requests that change something; each may be sent again. */
  private static List<Request> requests(String model) {
    String name = "{'name': '" + model + "'";
    String version = name + ", 'version': '1'";
    String uc = CATALOG + "/models/" + model;
    return List.of(
        new Request(
            "PATCH",
            MLFLOW + "/registered-models/update",
            name + ", 'description': 'x'}",
            "MANAGE"),
        new Request(
            "POST", MLFLOW + "/registered-models/alias", version + ", 'alias': 'a'}", "MANAGE"),
        new Request(
            "POST",
            MLFLOW + "/registered-models/set-tag",
            name + ", 'key': 'k', 'value': 'v'}",
            "APPLY TAG"),
        new Request(
            "DELETE",
            MLFLOW + "/registered-models/delete-tag",
            name + ", 'key': 'k'}",
            "APPLY TAG"),
        new Request(
            "POST",
            MLFLOW + "/model-versions/create",
            name + ", 'source': 's'}",
            "CREATE MODEL VERSION"),
        new Request(
            "GET", MLFLOW + "/model-versions/get?name=" + model + "&version=1", "", "EXECUTE"),
        new Request(
            "GET",
            MLFLOW + "/registered-models/alias?name=" + model + "&alias=kept",
            "",
            "EXECUTE"),
        new Request(
            "PATCH",
            MLFLOW + "/model-versions/update",
            version + ", 'description': 'x'}",
            "MANAGE"),
        new Request(
            "POST",
            MLFLOW + "/model-versions/set-tag",
            version + ", 'key': 'k', 'value': ''}",
            "APPLY TAG"),
        new Request(
            "DELETE",
            MLFLOW + "/model-versions/delete-tag",
            version + ", 'key': 'k'}",
            "APPLY TAG"),
        new Request(
            "GET",
            MLFLOW + "/model-versions/get-download-uri?name=" + model + "&version=1",
            "",
            "EXECUTE"),
        new Request(
            "POST",
            MLFLOW + "/model-versions/generate-temporary-credentials",
            version + ", 'operation': 'READ'}",
            "EXECUTE"),
        new Request("POST", MLFLOW + "/model-versions/emit-lineage", version + "}", "EXECUTE"),
        new Request("PATCH", uc, "{'comment': 'x'}", "MANAGE"),
        new Request("PUT", uc + "/aliases/b", "{'version_num': 1}", "MANAGE"),
        new Request("GET", uc + "/aliases/kept", "", "EXECUTE"),
        new Request("GET", uc + "/versions", "", "EXECUTE"),
        new Request("GET", uc + "/versions/1", "", "EXECUTE"),
        new Request("PATCH", uc + "/versions/1", "{'comment': 'x'}", "MANAGE"),
        new Request(
            "PATCH",
            CATALOG + "/securable-tags/FUNCTION/" + model,
            "{'changes': {'add_tags': [{'key': 'k'}]}}",
            "APPLY TAG"),
        new Request(
            "PATCH",
            CATALOG + "/subentity-tags/FUNCTION/" + model + "/1",
            "{'changes': {'remove': ['k']}}",
            "APPLY TAG"),
        new Request("PATCH", CATALOG + "/permissions/function/" + model, "{'changes': []}", ""),
        new Request(
            "PATCH",
            CATALOG + "/permissions/function/" + model,
            "{'changes': [{'principal': 'admin', 'remove': ['APPLY_TAG']}]}",
            "MANAGE"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyRequestNeedsItsRightAndThoseAlone(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    as(server, "admin").version(model);
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS kept");
    for (String granted : List.of("EXECUTE", "APPLY TAG", "CREATE MODEL VERSION", "MANAGE")) {
      String user = newUser();
      Rest client = as(server, user);
      for (Request request : requests(model)) {
        Answer hidden = client.send(request.method(), request.path(), request.body());
        assertThat(hidden.status()).as("%s %s", request, hidden.body()).isIn(403, 404);
      }
      sql(server, "GRANT " + granted + " ON MODEL " + model + " TO " + user);
      for (Request request : requests(model)) {
        assertThat(
                client
                    .send(request.method(), request.path(), request.body())
                    .refused(403, "PERMISSION_DENIED"))
            .contains("USE CATALOG");
      }
      open(server, model, user);
      for (Request request : requests(model)) {
        Answer answer = client.send(request.method(), request.path(), request.body());
        boolean may = request.right().isEmpty() || request.right().equals(granted);
        assertThat(answer.status())
            .as("%s with %s: %s", request, granted, answer.body())
            .isEqualTo(may ? 200 : 403);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hiddenObjectsAreLikeMissingOnes(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String absent = model.replace("c", "d");
    as(server, "admin").version(model);
    Rest nobody = as(server, newUser());
    List<Request> there = requests(model);
    List<Request> nowhere = requests(absent);
    for (int i = 0; i < there.size(); i++) {
      Answer hidden = nobody.send(there.get(i).method(), there.get(i).path(), there.get(i).body());
      Answer missing =
          nobody.send(nowhere.get(i).method(), nowhere.get(i).path(), nowhere.get(i).body());
      assertThat(hidden.status()).as(there.get(i).toString()).isEqualTo(missing.status());
      assertThat(hidden.body().toString().replace(catalog(model), catalog(absent)))
          .isEqualTo(missing.body().toString());
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pagesAreFullWhileThereIsMore(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    Rest client = as(server, user);
    open(server, model, user);
    List<String> seen = new ArrayList<>();
    StringBuilder statements = new StringBuilder();
    for (int i = 10; i < 40; i++) {
      String name = catalog + ".s.n" + i;
      statements.append("CREATE MODEL ").append(name).append(';');
      if (i % 3 == 0) {
        statements.append("GRANT EXECUTE ON MODEL " + name + " TO " + user + ";");
        seen.add(name);
      }
    }
    sql(server, statements.toString());
    String[] lists = {
      MLFLOW + "/registered-models/search?max_results=4",
      CATALOG + "/models?max_results=4&catalog_name=" + catalog + "&schema_name=s",
      CATALOG + "/models?max_results=4"
    };
    for (String list : lists) {
      List<String> names = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      String token = "";
      do {
        JsonNode page = client.get(list + "&page_token=" + token).ok().body();
        JsonNode models = page.path("registered_models");
        sizes.add(models.size());
        models.forEach(
            each -> names.add(each.path(each.has("full_name") ? "full_name" : "name").asText()));
        token = page.path("next_page_token").asText();
      } while (!token.isEmpty());
      assertThat(names).as(list).isEqualTo(seen);
      assertThat(sizes).as(list).containsExactly(4, 4, 2);
    }
    for (String bad : List.of("x", "%00", "MTp", "!!!!")) {
      client
          .get(CATALOG + "/models/" + seen.get(0) + "/versions?page_token=" + bad)
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    client.get(lists[0] + "&max_results=-1").ok();
    client
        .get(MLFLOW + "/registered-models/search?max_results=-1")
        .refused(400, "INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesHaveThreePartsAndBodiesAgreeWithPaths(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    for (String name : List.of("m", "s.m", "a.b.c.d", "a..c", ".b.c", "a.b.")) {
      assertThat(
              admin
                  .post(MLFLOW + "/registered-models/create", "{'name': '" + name + "'}")
                  .refused(400, "INVALID_PARAMETER_VALUE"))
          .contains("specify all three levels");
      admin.get(CATALOG + "/models/" + name).refused(400, "INVALID_PARAMETER_VALUE");
    }
    admin
        .post(MLFLOW + "/registered-models/create", "{'name': '" + model + "'}")
        .refused(400, "RESOURCE_ALREADY_EXISTS");
    admin
        .post(MLFLOW + "/registered-models/create", "{'name': 'none.s.m'}")
        .refused(404, "CATALOG_DOES_NOT_EXIST");
    admin
        .post(MLFLOW + "/registered-models/create", "{'name': '" + catalog(model) + ".t.m'}")
        .refused(404, "SCHEMA_DOES_NOT_EXIST");
    String path = CATALOG + "/models/" + model;
    for (Request request :
        List.of(
            new Request("PATCH", path, "{'full_name': 'a.b.c', 'comment': 'x'}", ""),
            new Request("DELETE", path, "{'full_name': 'a.b.c'}", ""),
            new Request("PUT", path + "/aliases/a", "{'alias': 'b', 'version_num': 1}", ""),
            new Request("PATCH", path + "/versions/1", "{'version': 2, 'comment': 'x'}", ""))) {
      admin
          .send(request.method(), request.path(), request.body())
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String body : List.of("[]", "'x'", "{", "{'name': {}}", "{'name': 'a.b.c'} x\u0000")) {
      admin
          .post(MLFLOW + "/registered-models/create", body)
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String alias : List.of("latest", "v1", "a b", "")) {
      admin
          .post(
              MLFLOW + "/registered-models/alias",
              "{'name': '" + model + "', 'version': '1', 'alias': '" + alias + "'}")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    admin.get("/api/2.0/mlflow/logged-models/m-1").refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void severalChangesOfOneRequestAreOne(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String taken = catalog(model) + ".s.taken";
    sql(server, "CREATE MODEL " + taken);
    admin
        .patch(
            MLFLOW + "/registered-models/update",
            "{'name': '" + model + "', 'description': 'lost', 'new_name': '" + taken + "'}")
        .refused(400, "RESOURCE_ALREADY_EXISTS");
    admin
        .patch(CATALOG + "/models/" + model, "{'comment': 'lost', 'owner': 'nobody at all'}")
        .refused(404, "PRINCIPAL_DOES_NOT_EXIST");
    admin
        .patch(
            CATALOG + "/permissions/function/" + model,
            "{'changes': [{'principal': 'account users', 'add': ['EXECUTE']},"
                + "{'principal': 'account users', 'add': ['CREATE_CATALOG']}]}")
        .refused(400, "INVALID_PARAMETER_VALUE");
    assertThat(column(server, "SELECT comment FROM models WHERE full_name = '" + model + "'"))
        .containsExactly((String) null);
    assertThat(column(server, "SELECT principal FROM grants WHERE full_name = '" + model + "'"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void requestsWithoutCredentialsAreRefused(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Rest wrong = new Rest(server.httpUrl(), Http.basic("admin", "guessed"));
    Rest token = new Rest(server.httpUrl(), "Bearer vtr_wrong");
    for (Request request : requests(model)) {
      token.send(request.method(), request.path(), request.body()).refused(401, "UNAUTHENTICATED");
    }
    wrong.get(CATALOG + "/models").refused(401, "UNAUTHENTICATED");
    assertThat(
            Rest.raw("GET", server.httpUrl() + CATALOG + "/models", new byte[0])
                .refused(401, "UNAUTHENTICATED"))
        .contains("Authentication required");
    Answer discovery =
        Rest.raw("GET", server.httpUrl() + "/.well-known/databricks-config", new byte[0]);
    assertThat(discovery.ok().body().toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void auditTrailAndRestReportTheSameStatus(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    // Many refusals of one user within a minute are counted, and admin has some of other tests.
    String user = newUser();
    Rest rest = as(server, user);
    sql(server, "GRANT ALL PRIVILEGES ON CATALOG " + catalog(model) + " TO " + user);
    rest.post(MLFLOW + "/registered-models/create", "{'name': '" + model + "'}")
        .refused(400, "RESOURCE_ALREADY_EXISTS");
    assertThat(
            column(
                server,
                "SELECT response_code FROM system.access.audit"
                    + " WHERE action_name = 'createRegisteredModel' AND response_code <> 200"
                    + " AND request_params LIKE '%"
                    + model
                    + "%'"))
        .containsExactly("400");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void restRequestsHaveTheSameAuditRowsAsSql(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    admin.version(model);
    admin
        .post(
            MLFLOW + "/registered-models/alias",
            "{'name': '" + model + "', 'version': '1', 'alias': 'Champion'}")
        .ok();
    as(server, newUser())
        .delete(MLFLOW + "/registered-models/delete", "{'name': '" + model + "'}")
        .refused(404, "CATALOG_DOES_NOT_EXIST");
    assertThat(
            column(
                server,
                "SELECT action_name || ' ' || CAST(response_code AS VARCHAR) FROM system.access.audit"
                    + " WHERE request_params LIKE '%\"full_name\":\""
                    + model
                    + "\"%' ORDER BY event_time, event_id"))
        .containsExactly(
            "createRegisteredModel 200",
            "createModelVersion 200",
            "generateTemporaryModelVersionCredential 200",
            "finalizeModelVersion 200",
            "setRegisteredModelAlias 200",
            "deleteRegisteredModel 404");
  }
}
