package dev.vitrine.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The schema of a server of Vitrine that models are imported into, with the caller's rights. */
final class VitrineTarget {
  /** A version that exists. */
  record Existing(String status, boolean imported) {}

  private static final String MODELS = "/api/2.0/mlflow/unity-catalog/";
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final JsonMapper JSON = new JsonMapper();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final RegistryClient client;
  private final String schema;

  /**
   * @param schema full name of the schema
   */
  VitrineTarget(RegistryClient client, String schema) {
    this.client = client;
    this.schema = schema;
  }

  String fullName(String model) {
    return schema + "." + model;
  }

  /** The models of the schema that the caller can see. */
  Set<String> models() throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode row :
        rows(
            "SELECT full_name FROM models WHERE catalog_name || '.' || schema_name = :name",
            schema)) {
      names.add(row.path(0).asText());
    }
    return names;
  }

  /** The versions of a model by number. */
  Map<Long, Existing> versions(String model) throws IOException {
    Map<Long, Existing> versions = new TreeMap<>();
    for (JsonNode row :
        rows(
            "SELECT version, status, imported_at FROM versions WHERE full_name = :name",
            fullName(model))) {
      versions.put(row.path(0).asLong(), new Existing(row.path(1).asText(), !row.path(2).isNull()));
    }
    return versions;
  }

  /** The number of the version of each alias in lower case. */
  Map<String, Long> aliases(String model) throws IOException {
    Map<String, Long> aliases = new HashMap<>();
    for (JsonNode row :
        rows("SELECT alias_key, version FROM aliases WHERE full_name = :name", fullName(model))) {
      aliases.put(row.path(0).asText(), row.path(1).asLong());
    }
    return aliases;
  }

  void createModel(String model, SourceModel source) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("name", fullName(model));
    body.put("description", source.description());
    addTags(body, source.tags());
    client.post(MODELS + "registered-models/create", body);
  }

  /** Adds a version whose files follow. */
  void begin(String model, SourceVersion version, Map<String, String> tags, JsonNode run)
      throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("source", version.source().isEmpty() ? "unknown:" : version.source())
            .put("run_id", version.runId())
            .put("description", version.description());
    addTags(body, tags);
    ArrayNode params = body.putArray("model_params");
    for (JsonNode param : run.path("data").path("params")) {
      params
          .addObject()
          .put("name", param.path("key").asText())
          .put("value", param.path("value").asText(""));
    }
    ArrayNode metrics = body.putArray("model_metrics");
    for (JsonNode metric : run.path("data").path("metrics")) {
      // The registry keeps finite values only.
      if (metric.path("value").isNumber()) {
        metrics
            .addObject()
            .put("key", metric.path("key").asText())
            .put("value", metric.path("value").asDouble())
            .put("timestamp", metric.path("timestamp").asLong())
            .put("step", metric.path("step").asLong(0));
      }
    }
    body.putObject("imported")
        .put("version", version.number())
        .put("author", version.author())
        .put("created", time(version));
    client.post(MODELS + "model-versions/create", body);
  }

  /** Adds a version without files. */
  void addSource(String model, SourceVersion version, Map<String, String> tags) throws IOException {
    Map<String, String> values = new HashMap<>();
    StringBuilder sql = new StringBuilder("ALTER MODEL IDENTIFIER(:model) ADD VERSION ");
    sql.append(version.number())
        .append(" FROM :source IMPORTED (AUTHOR :author, CREATED :created)");
    values.put("model", identifier(model));
    values.put("source", version.source().isEmpty() ? "unknown:" : version.source());
    values.put("author", version.author());
    values.put("created", time(version));
    if (!version.runId().isEmpty()) {
      sql.append(" RUN ID :run");
      values.put("run", version.runId());
    }
    if (!version.description().isEmpty()) {
      sql.append(" COMMENT :comment");
      values.put("comment", version.description());
    }
    String separator = " TAGS (";
    int count = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      sql.append(separator).append(":k").append(count).append(" = :v").append(count);
      values.put("k" + count, tag.getKey());
      values.put("v" + count, tag.getValue());
      separator = ", ";
      count++;
    }
    run(sql.append(count == 0 ? "" : ")").toString(), values);
  }

  private String identifier(String model) {
    return schema + ".`" + model.replace("`", "``") + "`";
  }

  private static String time(SourceVersion version) {
    return TIME.format(LocalDateTime.ofInstant(version.created(), ZoneOffset.UTC));
  }

  private static void addTags(ObjectNode body, Map<String, String> tags) {
    ArrayNode array = body.putArray("tags");
    tags.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
  }

  /** Uploads one file of a version that is not READY. */
  void upload(String model, long version, String path, Path file) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("path", root(model, version) + path);
    JsonNode signed = client.post("/api/2.0/fs/create-upload-url", body);
    client.upload(URI.create(signed.path("url").asText()), file);
  }

  /** Makes a version READY, whose files are all there. */
  void finish(String model, long version) throws IOException {
    client.post(
        MODELS + "model-versions/finalize",
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("version", Long.toString(version)));
  }

  /** Downloads a file of a READY version. */
  void download(String model, long version, String path, Path file, long most) throws IOException {
    String url = "/api/2.0/mlflow-artifacts/artifacts" + root(model, version) + path;
    client.download(RegistryClient.encodePath(url), file, most);
  }

  private String root(String model, long version) {
    return "/Models/" + schema.replace('.', '/') + "/" + model + "/" + version + "/";
  }

  void setAlias(String model, String alias, long version) throws IOException {
    client.post(
        MODELS + "registered-models/alias",
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("alias", alias)
            .put("version", Long.toString(version)));
  }

  private Iterable<JsonNode> rows(String sql, String name) throws IOException {
    JsonNode response = run(sql, Map.of("name", name));
    if (response.path("manifest").path("truncated").asBoolean(false)
        || response.path("result").hasNonNull("next_chunk_index")) {
      throw new MigrationException(0, "The list of " + name + " is too long.");
    }
    return response.path("result").path("data_array");
  }

  private JsonNode run(String sql, Map<String, String> values) throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("statement", sql)
            .put("wait_timeout", "50s")
            .put("on_wait_timeout", "CANCEL");
    ArrayNode parameters = body.putArray("parameters");
    values.forEach((name, value) -> parameters.addObject().put("name", name).put("value", value));
    JsonNode response = client.post(STATEMENTS, body);
    String state = response.path("status").path("state").asText();
    if (!state.equals("SUCCEEDED")) {
      String message = response.path("status").path("error").path("message").asText(state);
      throw new MigrationException(0, message);
    }
    return response;
  }
}
