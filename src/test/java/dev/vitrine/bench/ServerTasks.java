package dev.vitrine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.ServerSide.Api;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What clients of a registry ask most. */
final class ServerTasks {
  static final int MODELS = 120;
  static final int VERSIONS = 2;

  /** One request, or those that a client makes for one thing. */
  interface Task {
    void run(ServerSide side, JsonClient client) throws IOException;
  }

  private ServerTasks() {}

  /** The tasks that servers with the API of the first side have, by name. */
  static Map<String, Task> of(Api api) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    if (api == Api.UNITY_CATALOG) {
      tasks.put("get a model", (side, client) -> get(client, modelPath(side, random())));
      tasks.put("get a version", (side, client) -> get(client, versionPath(side, random())));
      tasks.put("list 100 models", (side, client) -> get(client, listPath(side)));
    } else {
      tasks.put(
          "resolve an alias",
          (side, client) ->
              get(
                  client,
                  side.api().path()
                      + "/registered-models/alias?name="
                      + side.model(random())
                      + "&alias=Champion"));
      tasks.put("get a version", (side, client) -> get(client, versionPath(side, random())));
      tasks.put("list 100 models", (side, client) -> get(client, listPath(side)));
    }
    tasks.put(
        "register a version",
        (side, client) -> register(side, client, random(), "s3://models/new", run(0, 0)));
    return tasks;
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt(MODELS);
  }

  private static void get(JsonClient client, String path) throws IOException {
    client.ask("GET", path, Optional.empty());
  }

  private static String modelPath(ServerSide side, int number) {
    return side.api().path() + "/models/" + side.model(number);
  }

  private static String versionPath(ServerSide side, int number) {
    return side.api() == Api.UNITY_CATALOG
        ? modelPath(side, number) + "/versions/2"
        : side.api().path() + "/model-versions/get?name=" + side.model(number) + "&version=2";
  }

  private static String listPath(ServerSide side) {
    if (side.api() != Api.UNITY_CATALOG) {
      return side.api().path() + "/registered-models/search?max_results=100";
    }
    String[] schema = side.schemaParts();
    return side.api().path()
        + "/models?max_results=100&catalog_name="
        + schema[0]
        + "&schema_name="
        + schema[1];
  }

  /** Creates the models of a side over its API; catalog and schema must exist. */
  static void fill(ServerSide side) throws IOException {
    try (JsonClient client = side.client(true)) {
      for (int model = 0; model < MODELS; model++) {
        String name = side.model(model);
        if (side.api() == Api.UNITY_CATALOG) {
          client.post(side.api().path() + "/models", named(side, "name", model));
        } else {
          client.post(side.api().path() + "/registered-models/create", object("name", name));
        }
        for (int version = 1; version <= VERSIONS; version++) {
          register(side, client, model, source(model, version), run(model, version));
        }
        if (side.api() != Api.UNITY_CATALOG) {
          client.post(
              side.api().path() + "/registered-models/alias",
              object("name", name).put("alias", "Champion").put("version", "2"));
        }
      }
    }
  }

  /** Except in MLflow's server a version becomes READY by a second request, after its files. */
  private static void register(
      ServerSide side, JsonClient client, int model, String source, String run) throws IOException {
    if (side.api() == Api.UNITY_CATALOG) {
      JsonNode created =
          client.post(
              side.api().path() + "/models/versions",
              named(side, "model_name", model).put("source", source).put("run_id", run));
      long version = created.get("version").asLong();
      JsonNode ready =
          client.patch(
              modelPath(side, model) + "/versions/" + version + "/finalize",
              object("full_name", side.model(model)).put("version", version));
      require(ready.get("status").asText().equals("READY"));
      return;
    }
    String path = side.api().path() + "/model-versions/";
    JsonNode version =
        client
            .post(
                path + "create",
                object("name", side.model(model)).put("source", source).put("run_id", run))
            .get("model_version");
    if (side.api() == Api.MLFLOW_IN_SCHEMA) {
      version =
          client
              .post(
                  path + "finalize",
                  object("name", side.model(model)).put("version", version.get("version").asText()))
              .get("model_version");
    }
    require(version.get("status").asText().equals("READY"));
  }

  /** Fails unless the server has the models. */
  static void check(ServerSide side) throws IOException {
    try (JsonClient client = side.client(true)) {
      boolean unityCatalog = side.api() == Api.UNITY_CATALOG;
      JsonNode version = client.get(versionPath(side, 7));
      require(
          (unityCatalog ? version : version.get("model_version"))
              .get("run_id")
              .asText()
              .equals(run(7, 2)));
      require(client.get(listPath(side)).get("registered_models").size() == 100);
    }
  }

  static String source(int model, int version) {
    return "s3://models/" + model + "/" + version;
  }

  static String run(int model, int version) {
    return String.format(Locale.ROOT, "%032x", model * 1_000L + version);
  }

  private static ObjectNode named(ServerSide side, String key, int model) {
    String[] schema = side.schemaParts();
    String name = side.model(model);
    return object(key, name.substring(name.lastIndexOf('.') + 1))
        .put("catalog_name", schema[0])
        .put("schema_name", schema[1]);
  }

  static ObjectNode object(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  private static void require(boolean held) {
    if (!held) {
      throw new IllegalStateException("a server returns something else than it should");
    }
  }
}
