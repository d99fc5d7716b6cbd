package dev.vitrine.server;

import static dev.vitrine.server.Rest.REGISTRY;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.TestStore;
import dev.vitrine.server.mlflow.search.NameSpelling;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of MLflow's model registry. */
final class RestRegistryTest extends RestTest {
  private static final String MODELS = REGISTRY + "/registered-models";
  private static final String VERSIONS = REGISTRY + "/model-versions";

  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void modelsHaveTheMembersOfTheProtocol(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String name = catalog(newModel(server)) + ".s.iris";
    String created =
        "{'name': '%s', 'description': 'd', 'tags': [{'key': 'a', 'value': 'b'}], 'unknown': 1}";
    JsonNode model =
        admin
            .post(MODELS + "/create", created.formatted(name))
            .ok()
            .body()
            .path("registered_model");
    assertThat(without(model, "creation_timestamp", "last_updated_timestamp"))
        .isEqualTo(
            json(
                "{'name': '%s', 'user_id': 'admin', 'description': 'd', 'latest_versions': [],"
                    + " 'tags': [{'key': 'a', 'value': 'b'}], 'aliases': []}",
                name));
    assertThat(model.path("creation_timestamp").isIntegralNumber()).isTrue();
    assertThat(model.path("last_updated_timestamp").isIntegralNumber()).isTrue();
    admin.post(MODELS + "/create", created.formatted(name)).refused(400, "RESOURCE_ALREADY_EXISTS");

    JsonNode version =
        admin
            .post(
                VERSIONS + "/create",
                "{'name': '%s', 'source': 'models:/m-0123abcd', 'run_id': 'r', 'run_link': 'x'}"
                    .formatted(name))
            .ok()
            .body()
            .path("model_version");
    assertThat(without(version, "creation_timestamp", "last_updated_timestamp"))
        .isEqualTo(
            json(
                "{'name': '%s', 'version': '1', 'user_id': 'admin', 'current_stage': 'None',"
                    + " 'source': 'models:/m-0123abcd', 'run_id': 'r', 'status': 'READY',"
                    + " 'aliases': [], 'tags': [], 'model_id': 'm-0123abcd'}",
                name));
    admin
        .post(MODELS + "/alias", "{'name': '%s', 'alias': 'Best', 'version': '1'}".formatted(name))
        .ok();
    JsonNode found = admin.get(MODELS + "/get?name=" + name).ok().body().path("registered_model");
    assertThat(found.path("aliases")).isEqualTo(json("[{'alias': 'Best', 'version': '1'}]"));
    JsonNode latest = found.path("latest_versions");
    assertThat(latest).hasSize(1);
    assertThat(latest.get(0).path("aliases")).isEqualTo(json("['Best']"));
    for (JsonNode same :
        List.of(
            admin.get(VERSIONS + "/get?name=" + name + "&version=1").body().path("model_version"),
            admin.get(MODELS + "/alias?name=" + name + "&alias=best").body().path("model_version"),
            admin
                .get(MODELS + "/get-latest-versions?name=" + name)
                .body()
                .path("model_versions")
                .path(0),
            admin
                .post(
                    MODELS + "/get-latest-versions",
                    "{'name': '%s', 'stages': ['None']}".formatted(name))
                .body()
                .path("model_versions")
                .path(0),
            admin
                .get(VERSIONS + "/search?filter=" + named(name))
                .body()
                .path("model_versions")
                .path(0),
            // R's client sends searches with POST.
            admin
                .post(VERSIONS + "/search", "{'filter': 'run_id = \\u0027r\\u0027'}")
                .body()
                .path("model_versions")
                .path(0),
            admin
                .post(MODELS + "/search", "{'order_by': ['timestamp DESC'], 'max_results': 1}")
                .body()
                .path("registered_models")
                .path(0)
                .path("latest_versions")
                .path(0),
            admin
                .get(MODELS + "/search?filter=" + named(name))
                .body()
                .path("registered_models")
                .path(0)
                .path("latest_versions")
                .path(0))) {
      assertThat(same).isEqualTo(latest.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pagesHaveTheDetailsOfTheirRowsOnly(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String catalog = catalog(newModel(server));
    for (int i = 1; i <= 5; i++) {
      sql(
          server,
          """
          CREATE MODEL %1$s.s.x%2$d TAGS ('n' = '%2$d');
          ALTER MODEL %1$s.s.x%2$d ADD VERSION FROM 's3://old' TAGS ('v' = '1');
          ALTER MODEL %1$s.s.x%2$d ADD VERSION FROM 's3://new' TAGS ('v' = '2', 'n' = '%2$d');
          ALTER MODEL %1$s.s.x%2$d VERSION 2 SET ALIAS a%2$d
          """
              .formatted(catalog, i));
    }
    String filter = "?filter=" + encoded("name LIKE '" + catalog + ".s.x_'");
    String token = "";
    List<String> seen = new ArrayList<>();
    do {
      JsonNode page =
          admin.get(MODELS + "/search" + filter + "&max_results=2&page_token=" + token).ok().body();
      for (JsonNode model : page.path("registered_models")) {
        String n = model.path("tags").path(0).path("value").asText();
        assertThat(model.path("name").asText()).isEqualTo(catalog + ".s.x" + n);
        assertThat(model.path("aliases")).isEqualTo(json("[{'alias': 'a%s', 'version': '2'}]", n));
        JsonNode latest = model.path("latest_versions").path(0);
        assertThat(latest.path("source").asText()).isEqualTo("s3://new");
        assertThat(latest.path("tags"))
            .isEqualTo(json("[{'key': 'n', 'value': '%s'}, {'key': 'v', 'value': '2'}]", n));
        seen.add(n);
      }
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(seen).containsExactly("1", "2", "3", "4", "5");

    token = "";
    seen.clear();
    do {
      JsonNode page =
          admin
              .get(
                  VERSIONS
                      + "/search"
                      + filter
                      + "&max_results=3&order_by="
                      + encoded("name DESC")
                      + "&page_token="
                      + token)
              .ok()
              .body();
      for (JsonNode version : page.path("model_versions")) {
        String n = version.path("name").asText().substring((catalog + ".s.x").length());
        String number = version.path("version").asText();
        seen.add(n + "/" + number);
        assertThat(version.path("aliases"))
            .isEqualTo(number.equals("2") ? json("['a%s']", n) : json("[]"));
        assertThat(version.path("tags")).hasSize(Integer.parseInt(number));
      }
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(seen)
        .containsExactly("5/2", "5/1", "4/2", "4/1", "3/2", "3/1", "2/2", "2/1", "1/2", "1/1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void stagesAndPromptsAreRefused(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(server, "ALTER MODEL " + model + " ADD VERSION FROM 's3://x'");
    for (String stage : List.of("Production", "Staging", "Archived", "None", "")) {
      assertThat(
              admin
                  .post(
                      VERSIONS + "/transition-stage",
                      "{'name': '%s', 'version': '1', 'stage': '%s'}".formatted(model, stage))
                  .refused(501, "NOT_IMPLEMENTED"))
          .contains("aliases");
    }
    String latest = MODELS + "/get-latest-versions?name=" + model;
    assertThat(admin.get(latest + "&stages=None").ok().body().path("model_versions")).hasSize(1);
    assertThat(admin.get(latest + "&stages=Production").refused(501, "NOT_IMPLEMENTED"))
        .contains("aliases");
    String prompt = "'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]}";
    admin
        .post(MODELS + "/create", "{'name': '" + model + "2', " + prompt)
        .refused(501, "NOT_IMPLEMENTED");
    admin
        .post(VERSIONS + "/create", "{'name': '" + model + "', 'source': 's', " + prompt)
        .refused(501, "NOT_IMPLEMENTED");
    for (String path : List.of(MODELS, VERSIONS)) {
      admin
          .post(
              path + "/set-tag",
              "{'name': '%s', 'version': '1', 'key': 'mlflow.prompt.is_prompt', 'value': 'True'}"
                  .formatted(model))
          .refused(501, "NOT_IMPLEMENTED");
    }
    assertThat(column(server, "SELECT tag_name FROM tags WHERE full_name = '" + model + "'"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void copiesHaveTheTagsThatTheRequestNames(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    admin.version(model);
    sql(server, "ALTER MODEL %s VERSION 1 SET TAGS ('a' = 'b', 'c' = 'd')".formatted(model));
    String copy =
        "{'name': '%1$s', 'source': 'models:/%1$s/%2$s', 'description': 'copied',"
            + " 'tags': [{'key': 'a', 'value': 'b'}, {'key': 'c', 'value': 'e'}]}";
    JsonNode copied =
        admin
            .post(VERSIONS + "/create", copy.formatted(model, "1"))
            .ok()
            .body()
            .path("model_version");
    assertThat(copied.path("version").asText()).isEqualTo("2");
    assertThat(copied.path("description").asText()).isEqualTo("copied");
    assertThat(copied.path("tags"))
        .isEqualTo(json("[{'key': 'a', 'value': 'b'}, {'key': 'c', 'value': 'e'}]"));
    assertThat(
            column(
                server,
                "SELECT files FROM version_files WHERE full_name = '"
                    + model
                    + "' AND version = 2"))
        .containsExactly("1");
    admin
        .post(VERSIONS + "/create", copy.formatted(model, "9"))
        .refused(404, "RESOURCE_DOES_NOT_EXIST");
    // All or nothing: the tag is refused, so there is no copy.
    String user = newUser();
    Rest creator = as(server, user);
    open(server, model, user);
    sql(server, "GRANT CREATE MODEL VERSION, EXECUTE ON MODEL %s TO %s".formatted(model, user));
    creator
        .post(VERSIONS + "/create", copy.formatted(model, "1"))
        .refused(403, "PERMISSION_DENIED");
    assertThat(column(server, "SELECT version FROM versions WHERE full_name = '" + model + "'"))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void filesNeedTheRightsOfTheFileEndpoints(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    admin.upload(root + "/data/a b", "text".getBytes(UTF_8)).ok();
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    String uri = "/get-download-uri?" + query(model, version);
    admin.get(VERSIONS + uri).refused(400, "INVALID_STATE");
    admin.post(Rest.MLFLOW + "/model-versions/finalize", naming(model, version)).ok();

    String user = newUser();
    Rest reader = as(server, user);
    open(server, model, user);
    sql(server, "GRANT EXECUTE ON MODEL %s TO %s".formatted(model, user));
    String base = server.httpUrl() + ARTIFACTS + root;
    assertThat(reader.get(VERSIONS + uri).ok().body().path("artifact_uri").asText())
        .isEqualTo(base);
    assertThat(listed(reader, root, ""))
        .isEqualTo(
            json(
                "[{'path': 'MLmodel', 'is_dir': false, 'file_size': %s},"
                    + " {'path': 'data', 'is_dir': true}]",
                "" + Rest.MLMODEL.length()));
    assertThat(listed(reader, root, "/data"))
        .isEqualTo(json("[{'path': 'a b', 'is_dir': false, 'file_size': 4}]"));
    assertThat(listed(reader, root, "/MLmodel")).isEmpty();
    Rest.Answer file = reader.get(ARTIFACTS + root + "/data/a%20b").ok();
    assertThat(new String(file.response().body(), UTF_8)).isEqualTo("text");
    reader.get(ARTIFACTS + root + "/data/c").refused(404, "NOT_FOUND");
    reader.get(ARTIFACTS + root).refused(400, "INVALID_PARAMETER_VALUE");
    reader.get(ARTIFACTS + "?path=..%2F..%2Fetc").refused(400, "INVALID_PARAMETER_VALUE");
    reader
        .get(ARTIFACTS + "?path=" + encoded(root.substring(1) + "/../../1"))
        .refused(400, "INVALID_PARAMETER_VALUE");

    String files = "/list-artifacts?" + query(model, version) + "&path=";
    assertThat(reader.get(VERSIONS + files + "data").ok().body().path("files"))
        .isEqualTo(json("[{'path': 'data/a b', 'is_dir': false, 'file_size': 4}]"));
    assertThat(reader.get(VERSIONS + files + "data%2Fa+b").ok().body().path("files"))
        .isEqualTo(json("[{'path': 'data/a b', 'is_dir': false, 'file_size': 4}]"));
    String signed =
        VERSIONS + "/get-signed-download-uri?" + query(model, version) + "&path=data%2Fa+b";
    String url = reader.get(signed).ok().body().path("signed_uri").asText();
    assertThat(new String(Rest.raw("GET", url, new byte[0]).response().body(), UTF_8))
        .isEqualTo("text");

    // The owner and creator gives the model away, and keeps the rights of an admin.
    sql(server, "ALTER MODEL %s SET OWNER TO %s".formatted(model, newOwner(server)));
    String stranger = newUser();
    for (String path :
        List.of(
            VERSIONS + uri,
            ARTIFACTS + "?path=" + encoded(root.substring(1)),
            ARTIFACTS + root + "/MLmodel",
            VERSIONS + files,
            signed)) {
      boolean ofFiles = !path.contains("get-download-uri");
      as(server, stranger)
          .get(path)
          .refused(404, ofFiles ? "RESOURCE_DOES_NOT_EXIST" : "CATALOG_DOES_NOT_EXIST");
      admin.get(path).refused(403, "PERMISSION_DENIED");
      Rest.raw("GET", server.httpUrl() + path, new byte[0]).refused(401, "UNAUTHENTICATED");
    }
    sql(server, "REVOKE EXECUTE ON MODEL %s FROM %s".formatted(model, user));
    Rest.raw("GET", url, new byte[0]).refused(403, "PERMISSION_DENIED");
    reader.get(ARTIFACTS + root + "/MLmodel").refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  /** Such names would be sent as the names of other files. */
  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a?b", "a%41"})
  void filesThatTheClientCannotNameAreNotListed(String name) throws Exception {
    TestServer server = server(TestStore.H2);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    admin.upload(root + "/data/" + name, "text".getBytes(UTF_8)).ok();
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(Rest.MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    assertThat(listed(admin, root, "")).hasSize(2);
    assertThat(
            admin
                .get(ARTIFACTS + "?path=" + encoded(root.substring(1) + "/data"))
                .refused(400, "INVALID_PARAMETER_VALUE"))
        .contains(name, "databricks-uc");
    String catalog = catalog(model);
    sql(server, "CREATE MODEL `%1$s`.s.`%2$s`".formatted(catalog, name));
    sql(
        server,
        "ALTER MODEL `%1$s`.s.`%2$s` ADD VERSION FROM MODEL %1$s.s.m VERSION 1"
            .formatted(catalog, name));
    assertThat(
            admin
                .get(
                    VERSIONS
                        + "/get-download-uri?version=1&name="
                        + encoded(catalog + ".s." + name))
                .refused(400, "INVALID_PARAMETER_VALUE"))
        .contains("databricks-uc");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesOfOnePartAreInTheDefaultSchema(TestStore store) throws Exception {
    ServerSettings settings = TestServer.SETTINGS.withModelNames(NameSpelling.within("C.S"));
    try (TestServer server = TestServer.start(store.newUrl(), settings)) {
      sql(server, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.t; CREATE MODEL c.t.iris");
      Rest admin = as(server, "admin");
      for (String name : List.of("iris", "C.s.rose")) {
        admin.post(MODELS + "/create", "{'name': '%s'}".formatted(name)).ok();
      }
      Map<String, List<String>> found = new LinkedHashMap<>();
      found.put("", List.of("iris", "rose", "c.t.iris"));
      found.put("name = 'iris'", List.of("iris"));
      found.put("name = 'c.s.IRIS'", List.of("iris"));
      found.put("name != 'iris'", List.of("rose", "c.t.iris"));
      found.put("name IN ('iris', 'c.t.iris')", List.of("iris", "c.t.iris"));
      found.put("name NOT IN ('rose')", List.of("iris", "c.t.iris"));
      found.put("name LIKE 'i%'", List.of("iris"));
      found.put("name LIKE '%iris'", List.of("iris", "c.t.iris"));
      found.put("name ILIKE 'C.S.%'", List.of("iris", "rose"));
      for (Map.Entry<String, List<String>> filter : found.entrySet()) {
        List<String> names = new ArrayList<>();
        admin
            .get(MODELS + "/search?filter=" + encoded(filter.getKey()))
            .ok()
            .body()
            .path("registered_models")
            .forEach(model -> names.add(model.path("name").asText()));
        assertThat(names).as(filter.getKey()).isEqualTo(filter.getValue());
      }
      admin.post(VERSIONS + "/create", "{'name': 'iris', 'source': 's3://x'}").ok();
      JsonNode copy =
          admin
              .post(VERSIONS + "/create", "{'name': 'rose', 'source': 'models:/iris/1'}")
              .ok()
              .body()
              .path("model_version");
      assertThat(copy.path("name").asText()).isEqualTo("rose");
      assertThat(copy.path("source").asText()).isEqualTo("models:/c.s.iris/1");
      assertThat(
              admin
                  .get(VERSIONS + "/get-download-uri?name=rose&version=1")
                  .ok()
                  .body()
                  .path("artifact_uri")
                  .asText())
          .isEqualTo("s3://x");
      JsonNode renamed =
          admin
              .post(MODELS + "/rename", "{'name': 'iris', 'new_name': 'lily'}")
              .ok()
              .body()
              .path("registered_model");
      assertThat(renamed.path("name").asText()).isEqualTo("lily");
      assertThat(column(server, "SELECT full_name FROM models WHERE model_name = 'lily'"))
          .containsExactly("c.s.lily");
      admin.get(MODELS + "/get?name=c.lily").refused(400, "INVALID_PARAMETER_VALUE");
      // The option is for this API only.
      admin
          .get(Rest.MLFLOW + "/registered-models/get?name=lily")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "main", "main.", ".ml", "main.ml.iris", "a b.c"})
  void theDefaultSchemaHasTwoParts(String text) {
    assertThatThrownBy(() -> NameSpelling.within(text)).hasMessageContaining("catalog.schema");
  }

  /** A new user who can own a model. */
  private static String newOwner(TestServer server) throws Exception {
    String user = newUser();
    as(server, user);
    return user;
  }

  private static JsonNode listed(Rest client, String root, String path) throws Exception {
    return client
        .get(ARTIFACTS + "?path=" + encoded(root.substring(1) + path))
        .ok()
        .body()
        .path("files");
  }

  private static String query(String model, long version) {
    return "name=" + model + "&version=" + version;
  }

  /** An object without some of its members. */
  private static JsonNode without(JsonNode object, String... members) {
    return ((ObjectNode) object.deepCopy()).remove(List.of(members));
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** The same with a value for its hole. */
  private static JsonNode json(String text, String value) throws Exception {
    return json(text.replace("%s", value));
  }

  private static String named(String model) {
    return encoded("name = '" + model + "'");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
