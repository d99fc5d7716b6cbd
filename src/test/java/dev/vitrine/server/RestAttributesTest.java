package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients send is kept and sent back, or refused; and both surfaces do the same. */
final class RestAttributesTest extends RestTest {
  private static String job(JsonNode model) {
    return model.path("deployment_job_id").asText("none");
  }

  private static List<String> jobs(JsonNode models) {
    List<String> jobs = new ArrayList<>();
    models.forEach(model -> jobs.add(job(model)));
    return jobs;
  }

  private static JsonNode named(String name, JsonNode list) {
    for (JsonNode item : list) {
      if (item.path("full_name").asText().equals(name)) {
        return item;
      }
    }
    throw new AssertionError(name + " is not listed in " + list);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void parametersAndMetricsAreStoredWithAVersionAndReturned(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String[] names = model.split("\\.");
    String inside =
        "'source': 'x', 'model_params': [{'name': 'depth', 'value': '7'}, {'key': 'e'}],"
            + " 'model_metrics': [{'key': 'loss', 'value': '0.25', 'step': '3', 'timestamp':"
            + " 1700000000123, 'dataset_name': 'eval'}, {'key': 'auc', 'value': 1}],"
            + " 'deployment_job_id': 7}";
    admin.post(MLFLOW + "/model-versions/create", "{'name': '" + model + "', " + inside).ok();
    admin
        .post(
            CATALOG + "/models/versions",
            "{'catalog_name': '%s', 'schema_name': '%s', 'model_name': '%s', "
                    .formatted((Object[]) names)
                + inside)
        .ok();
    for (int version = 1; version <= 2; version++) {
      for (JsonNode read :
          List.of(
              admin.get(CATALOG + "/models/" + model + "/versions/" + version).ok().body(),
              admin
                  .get(MLFLOW + "/model-versions/get?name=" + model + "&version=" + version)
                  .ok()
                  .body()
                  .path("model_version"))) {
        assertThat(read.path("model_params").toString())
            .isEqualTo("[{\"name\":\"depth\",\"value\":\"7\"},{\"name\":\"e\",\"value\":\"\"}]");
        JsonNode auc = read.path("model_metrics").path(0);
        JsonNode loss = read.path("model_metrics").path(1);
        assertThat(auc.path("key").asText()).isEqualTo("auc");
        assertThat(auc.path("value").asDouble()).isEqualTo(1);
        assertThat(loss.toString())
            .isEqualTo(
                "{\"key\":\"loss\",\"value\":0.25,\"timestamp\":1700000000123,\"step\":3,"
                    + "\"dataset_name\":\"eval\"}");
        assertThat(job(read)).isEqualTo("7");
        assertThat(read.path("deployment_job_state").path("job_id").asText()).isEqualTo("7");
      }
    }
    assertThat(
            column(
                server,
                "SELECT name || ' ' || CAST(step AS VARCHAR) FROM version_metrics WHERE full_name = '"
                    + model
                    + "' AND version = 2 ORDER BY name"))
        .containsExactly("auc 0", "loss 3");
    for (String refused :
        List.of(
            "'model_metrics': [{'key': 'a', 'value': 'NaN'}]",
            "'model_metrics': [{'key': 'a', 'value': 'x'}]",
            "'model_metrics': [{'key': 'a'}]",
            "'model_metrics': [{'key': 'a', 'value': 1, 'timestamp': 253402300800000}]",
            "'model_params': [{'value': 'x'}]",
            "'model_params': [{'name': 'a', 'value': 7}]",
            "'model_params': {'a': 'b'}",
            "'deployment_job_id': '" + "7".repeat(256) + "'")) {
      admin
          .post(
              MLFLOW + "/model-versions/create",
              "{'name': '" + model + "', 'source': 'x', " + refused + "}")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    assertThat(column(server, "SELECT version FROM versions WHERE full_name = '" + model + "'"))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theIdOfADeploymentJobIsKept(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String parent = catalog(newModel(server));
    String one = parent + ".s.one";
    assertThat(
            job(
                admin
                    .post(
                        MLFLOW + "/registered-models/create",
                        "{'name': '" + one + "', 'deployment_job_id': '7'}")
                    .ok()
                    .body()
                    .path("registered_model")))
        .isEqualTo("7");
    assertThat(job(admin.get(CATALOG + "/models/" + one).ok().body())).isEqualTo("7");
    assertThat(job(admin.patch(CATALOG + "/models/" + one, "{'deployment_job_id': 8}").ok().body()))
        .isEqualTo("8");
    admin
        .patch(
            MLFLOW + "/registered-models/update",
            "{'name': '" + one + "', 'description': 'd', 'deployment_job_id': ''}")
        .ok();
    assertThat(job(admin.get(CATALOG + "/models/" + one).ok().body())).isEqualTo("none");
    assertThat(
            job(
                admin
                    .post(
                        CATALOG + "/models",
                        "{'catalog_name': '%s', 'schema_name': 's', 'name': 'two', 'deployment_job_id': '9'}"
                            .formatted(parent))
                    .ok()
                    .body()))
        .isEqualTo("9");
    String list = CATALOG + "/models?catalog_name=" + parent + "&schema_name=s&include_browse=true";
    assertThat(jobs(admin.get(list).ok().body().path("registered_models")))
        .containsExactly("none", "none", "9");
    assertThat(
            jobs(
                admin
                    .get(MLFLOW + "/registered-models/search?max_results=1000")
                    .ok()
                    .body()
                    .path("registered_models")))
        .contains("9");
    String browser = newUser();
    Rest asBrowser = as(server, browser);
    sql(server, "GRANT BROWSE ON CATALOG " + parent + " TO " + browser);
    assertThat(jobs(asBrowser.get(list).ok().body().path("registered_models")))
        .as("seen through BROWSE only")
        .containsExactly("none", "none", "none");
    admin
        .patch(CATALOG + "/models/" + one, "{'deployment_job_id': '" + "9".repeat(256) + "'}")
        .refused(400, "INVALID_PARAMETER_VALUE");
    String reader = newUser();
    Rest asReader = as(server, reader);
    open(server, one, reader);
    sql(server, "GRANT EXECUTE ON MODEL " + one + " TO " + reader);
    asReader
        .patch(CATALOG + "/models/" + one, "{'deployment_job_id': '1'}")
        .refused(403, "PERMISSION_DENIED");
    admin
        .post(
            MLFLOW + "/registered-models/create",
            "{'name': '%s.s.three', 'deployment_job_id': '%s'}".formatted(parent, "9".repeat(256)))
        .refused(400, "INVALID_PARAMETER_VALUE");
    admin.get(CATALOG + "/models/" + parent + ".s.three").refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  /** MLflow's own registry interface, which other clients of MLflow use. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theIdOfADeploymentJobIsKeptByTheRegistryOfMlflow(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = catalog(newModel(server)) + ".s.one";
    String registry = "/api/2.0/mlflow/registered-models";
    String created = "{'name': '" + model + "', 'deployment_job_id': '7'}";
    assertThat(job(admin.post(registry + "/create", created).ok().body().path("registered_model")))
        .isEqualTo("7");
    String get = registry + "/get?name=" + model;
    assertThat(job(admin.get(get).ok().body().path("registered_model"))).isEqualTo("7");
    assertThat(
            jobs(
                admin
                    .get(registry + "/search?max_results=1000")
                    .ok()
                    .body()
                    .path("registered_models")))
        .contains("7");
    admin.patch(registry + "/update", "{'name': '" + model + "', 'deployment_job_id': '8'}").ok();
    assertThat(job(admin.get(get).ok().body().path("registered_model"))).isEqualTo("8");
    admin.patch(registry + "/update", "{'name': '" + model + "', 'deployment_job_id': ''}").ok();
    assertThat(job(admin.get(get).ok().body().path("registered_model"))).isEqualTo("none");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void dependenciesOfAVersionAreKept(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String sent =
        "{\"dependencies\":[{\"table\":{\"table_full_name\":\"a.b.t\"}},"
            + "{\"function\":{\"function_full_name\":\"a.b.f\"}}]}";
    String create =
        "{\"catalog_name\": \"%s\", \"schema_name\": \"s\", \"model_name\": \"m\","
            + " \"source\": \"runs:/1/m\", \"model_version_dependencies\": %s}";
    admin
        .sendRaw("POST", CATALOG + "/models/versions", create.formatted(catalog(model), sent))
        .ok();
    assertThat(
            admin
                .get(CATALOG + "/models/" + model + "/versions/1")
                .ok()
                .body()
                .path("model_version_dependencies")
                .toString())
        .isEqualTo(sent);
    admin
        .sendRaw(
            "POST",
            CATALOG + "/models/versions",
            create.formatted(catalog(model), "{\"dependencies\":[]}"))
        .ok();
    JsonNode listed =
        admin.get(CATALOG + "/models/" + model + "/versions").ok().body().path("model_versions");
    assertThat(listed.path(1).path("model_version_dependencies").toString()).isEqualTo(sent);
    assertThat(listed.path(0).path("model_version_dependencies").path("dependencies")).isEmpty();
    admin
        .sendRaw(
            "POST",
            CATALOG + "/models/versions",
            create.formatted(catalog(model), "{\"dependencies\": \"x\"}"))
        .refused(400, "INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void propertiesOfContainersAreKept(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String name = catalog(newModel(server)) + "x";
    String catalog = CATALOG + "/catalogs/" + name;
    JsonNode made =
        admin
            .post(
                CATALOG + "/catalogs",
                "{'name': '%s', 'properties': {'a': '1', 'b': 'ü'}, 'options': {'o': '2'}}"
                    .formatted(name))
            .ok()
            .body();
    assertThat(made.path("properties").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"ü\"}");
    assertThat(admin.get(catalog).ok().body().path("options").toString())
        .isEqualTo("{\"o\":\"2\"}");
    String reader = newUser();
    Rest asReader = as(server, reader);
    sql(server, "GRANT USE CATALOG ON CATALOG " + name + " TO " + reader);
    JsonNode read = asReader.get(catalog).ok().body();
    assertThat(read.has("properties")).isTrue();
    assertThat(read.has("options")).as("options can contain credentials").isFalse();
    String catalogs = CATALOG + "/catalogs?max_results=1000";
    JsonNode listed = named(name, asReader.get(catalogs).ok().body().path("catalogs"));
    assertThat(listed.path("properties")).isEqualTo(made.path("properties"));
    assertThat(listed.has("options")).as("options can contain credentials").isFalse();
    assertThat(named(name, admin.get(catalogs).ok().body().path("catalogs")).path("options"))
        .isEqualTo(made.path("options"));
    admin.patch(catalog, "{'properties': {'c': '3'}, 'options': {}}").ok();
    JsonNode changed = admin.get(catalog).ok().body();
    assertThat(changed.path("properties").toString()).isEqualTo("{\"c\":\"3\"}");
    assertThat(changed.has("options")).isFalse();
    admin.patch(catalog, "{'properties': {'c': 3}}").refused(400, "INVALID_PARAMETER_VALUE");
    admin
        .post(
            CATALOG + "/schemas",
            "{'catalog_name': '%s', 'name': 't', 'properties': {'s': '4'}}".formatted(name))
        .ok();
    assertThat(
            admin
                .get(CATALOG + "/schemas/" + name + ".t")
                .ok()
                .body()
                .path("properties")
                .toString())
        .isEqualTo("{\"s\":\"4\"}");
    assertThat(
            named(
                    name + ".t",
                    admin
                        .get(CATALOG + "/schemas?catalog_name=" + name)
                        .ok()
                        .body()
                        .path("schemas"))
                .path("properties")
                .toString())
        .isEqualTo("{\"s\":\"4\"}");
    assertThat(
            column(
                server,
                "SELECT request_params FROM system.access.audit"
                    + " WHERE action_name = 'setClientAttribute' AND request_params LIKE '%"
                    + name
                    + "%'"))
        .isNotEmpty()
        .noneMatch(row -> row.contains("ü"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void whatWouldBeAnEmptyPromiseIsRefused(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String parent = catalog(newModel(server));
    for (String member :
        List.of(
            "'isolation_mode': 'ISOLATED'",
            "'enable_predictive_optimization': 'ENABLE'",
            "'connection_name': 'c'",
            "'share_name': 's'",
            "'managed_encryption_settings': {}")) {
      admin
          .post(CATALOG + "/catalogs", "{'name': 'refused', " + member + "}")
          .refused(501, "NOT_IMPLEMENTED");
      admin
          .patch(CATALOG + "/catalogs/" + parent, "{" + member + "}")
          .refused(501, "NOT_IMPLEMENTED");
    }
    admin.get(CATALOG + "/catalogs/refused").refused(404, "CATALOG_DOES_NOT_EXIST");
    admin
        .patch(
            CATALOG + "/catalogs/" + parent,
            "{'isolation_mode': 'OPEN', 'enable_predictive_optimization': 'INHERIT'}")
        .ok();
    for (String member : List.of("'storage_location': 's3://b/m'", "'aliases': [{}]")) {
      admin
          .post(
              CATALOG + "/models",
              "{'catalog_name': '%s', 'schema_name': 's', 'name': 'r', %s}"
                  .formatted(parent, member))
          .refused(501, "NOT_IMPLEMENTED");
    }
    for (String path :
        List.of("/prompts", "/prompts/p", "/prompts/p/versions/1", "/prompts/search")) {
      for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
        assertThat(
                admin
                    .send(method, MLFLOW + path, method.equals("GET") ? "" : "{}")
                    .refused(501, "NOT_IMPLEMENTED"))
            .contains("prompts");
      }
    }
    admin.post(MLFLOW + "/prompt-versions/links-to-models", "{}").refused(501, "NOT_IMPLEMENTED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void scriptsThatCreateWhatIsMissingKnowTheCodes(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String parent = catalog(newModel(server));
    admin
        .post(CATALOG + "/catalogs", "{'name': '" + parent + "'}")
        .refused(400, "CATALOG_ALREADY_EXISTS");
    admin
        .post(CATALOG + "/schemas", "{'catalog_name': '" + parent + "', 'name': 's'}")
        .refused(400, "SCHEMA_ALREADY_EXISTS");
    admin
        .post(
            CATALOG + "/models",
            "{'catalog_name': '" + parent + "', 'schema_name': 's', 'name': 'm'}")
        .refused(400, "RESOURCE_ALREADY_EXISTS");
    String notEmpty =
        admin.delete(CATALOG + "/catalogs/" + parent, "").refused(400, "CATALOG_NOT_EMPTY");
    assertThat(notEmpty).contains("force=true");
    String schema = CATALOG + "/schemas/" + parent + ".s";
    assertThat(admin.delete(schema, "").refused(400, "SCHEMA_NOT_EMPTY")).contains("force=true");
    String grant = CATALOG + "/permissions/catalog/" + parent;
    admin
        .patch(grant, "{'changes': [{'principal': 'none', 'add': ['BROWSE']}]}")
        .refused(404, "PRINCIPAL_DOES_NOT_EXIST");
    List<Answer> refusals =
        List.of(
            admin.get(CATALOG + "/catalogs/none"),
            admin.get(CATALOG + "/schemas/" + parent + ".none"),
            admin.get(CATALOG + "/models/" + parent + ".s.none"),
            admin.get(CATALOG + "/models/" + parent + ".s.m/versions/9"),
            admin.get(CATALOG + "/models/" + parent + ".s.m/aliases/none"),
            admin.delete(CATALOG + "/catalogs/" + parent, ""),
            admin.patch(grant, "{'changes': [{'principal': 'none', 'add': ['BROWSE']}]}"),
            as(server, newUser()).delete(CATALOG + "/catalogs/" + parent, ""));
    for (Answer refusal : refusals) {
      assertThat(refusal.body().path("message").asText())
          .doesNotContain("CASCADE", "SHOW ", "ALTER ", "GRANT ", "CREATE ", "DROP ");
    }
    admin.delete(CATALOG + "/catalogs/" + parent + "?force=true", "").ok();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bothSurfacesRenameAndLocateAlike(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    for (boolean mlflow : List.of(true, false)) {
      String model = newModel(server);
      String parent = catalog(model) + ".s.";
      for (String[] step :
          new String[][] {
            {parent + "m", parent + "m"},
            {parent + "m", "M"},
            {parent + "m", "bare"},
            {parent + "bare", parent + "full"}
          }) {
        String body = "'new_name': '" + step[1] + "'";
        Answer renamed =
            mlflow
                ? admin.patch(
                    MLFLOW + "/registered-models/update",
                    "{'name': '" + step[0] + "', " + body + "}")
                : admin.patch(CATALOG + "/models/" + step[0], "{" + body + "}");
        renamed.ok();
      }
      admin.get(CATALOG + "/models/" + parent + "full").ok();
      admin.get(CATALOG + "/models/" + parent + "m").refused(404, "RESOURCE_DOES_NOT_EXIST");
      long version = admin.version(parent + "full");
      String uri = "models:/" + parent + "full/" + version;
      assertThat(
              admin
                  .get(CATALOG + "/models/" + parent + "full/versions/" + version)
                  .ok()
                  .body()
                  .path("storage_location")
                  .asText())
          .isEqualTo(uri);
      sql(server, "GRANT EXECUTE ON MODEL " + parent + "full TO admin");
      assertThat(
              admin
                  .get(
                      MLFLOW
                          + "/model-versions/get-download-uri?name="
                          + parent
                          + "full&version="
                          + version)
                  .ok()
                  .body()
                  .path("artifact_uri")
                  .asText())
          .isEqualTo(uri);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aCommentHas65536CharactersOfAnyKind(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String path = CATALOG + "/models/" + model;
    for (String character : List.of("x", "ü", "\ud83d\ude00")) {
      String longest = character.repeat(65_536);
      admin.patch(path, "{'comment': '" + longest + "'}").ok();
      assertThat(admin.get(path).ok().body().path("comment").asText()).isEqualTo(longest);
      assertThat(column(server, "SELECT comment FROM models WHERE full_name = '" + model + "'"))
          .containsExactly(longest);
      admin.patch(path, "{'comment': '" + longest + "x'}").refused(400, "INVALID_PARAMETER_VALUE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyoneIsListedAmongEffectiveGrants(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO `account users`");
    assertThat(column(server, "SHOW EFFECTIVE GRANTS ON MODEL " + model)).contains("account users");
    assertThat(
            column(
                server,
                "SELECT via FROM effective_grants WHERE principal = 'account users' AND full_name = '"
                    + model
                    + "'"))
        .containsExactly("direct");
    List<String> principals =
        admin
            .get(CATALOG + "/effective-permissions/function/" + model)
            .ok()
            .body()
            .path("privilege_assignments")
            .findValuesAsText("principal");
    assertThat(principals).contains("account users");
    String reader = newUser();
    Rest asReader = as(server, reader);
    open(server, model, reader);
    assertThat(
            asReader
                .get(CATALOG + "/effective-permissions/function/" + model)
                .ok()
                .body()
                .path("privilege_assignments")
                .findValuesAsText("principal"))
        .contains("account users")
        .doesNotContain("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void privilegesAreSpelledAsTheClientKnowsThem(TestStore store) throws Exception {
    TestServer server = server(store);
    String parent = catalog(newModel(server));
    sql(server, "GRANT USE CATALOG ON CATALOG " + parent + " TO `account users`");
    String url = server.httpUrl() + CATALOG + "/permissions/catalog/" + parent;
    String authorization = as(server, "admin").authorization();
    for (String[] client :
        new String[][] {
          {"OpenAPI-Generator/0.7.0/python", "USE CATALOG"},
          {"databricks-sdk-py/0.162.0", "USE_CATALOG"}
        }) {
      assertThat(
              Rest.raw(
                      "GET",
                      url,
                      new byte[0],
                      "Authorization",
                      authorization,
                      "User-Agent",
                      client[0])
                  .ok()
                  .body()
                  .path("privilege_assignments")
                  .path(0)
                  .path("privileges")
                  .path(0)
                  .asText())
          .isEqualTo(client[1]);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aUserWhoseNameHasAColonGetsNoPassword(TestStore store) throws Exception {
    TestServer server = server(store);
    String name = "auth:" + newUser();
    assertThatThrownBy(
            () -> sql(server, "CREATE USER `" + name + "` WITH PASSWORD 'long enough 1'"))
        .hasMessageContaining("colon");
    sql(server, "CREATE USER `" + name + "`");
    assertThatThrownBy(() -> sql(server, "ALTER USER `" + name + "` SET PASSWORD 'long enough 1'"))
        .hasMessageContaining("colon");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyModelThatCanBeMadeCanBeReached(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String parent = catalog(newModel(server)) + ".s.";
    for (String[] name :
        new String[][] {
          {"back\\slash", "back%5Cslash"},
          {"per%cent", "per%25cent"},
          {"semi;colon", "semi%3Bcolon"},
          {"que?ry", "que%3Fry"},
          {"ha#sh", "ha%23sh"},
          {"pl+us", "pl%2Bus"},
          {"ümläut", "%C3%BCml%C3%A4ut"},
          {"co:lon", "co%3Alon"},
          {"a@b", "a%40b"},
          {"quo\"te", "quo%22te"}
        }) {
      String json = name[0].replace("\\", "\\\\").replace("\"", "\\\"");
      Answer made =
          admin.sendRaw(
              "POST",
              MLFLOW + "/registered-models/create",
              "{\"name\": \"" + parent + json + "\"}");
      if (made.status() == 400) {
        assertThat(made.code()).isEqualTo("INVALID_PARAMETER_VALUE");
        continue;
      }
      made.ok();
      assertThat(
              admin.get(CATALOG + "/models/" + parent + name[1]).ok().body().path("name").asText())
          .isEqualTo(name[0]);
      admin.delete(CATALOG + "/models/" + parent + name[1], "").ok();
    }
  }
}
