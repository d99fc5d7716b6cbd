package dev.vitrine.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The schema of a server of Vitrine that models are imported into, with the caller's rights. */
final class VitrineTarget {
  /**
   * A version that exists.
   *
   * @param source empty without one
   * @param imported time of creation in the registry that it was imported from; empty if it was not
   *     imported
   * @param unverified whether its copied files have not been compared yet
   */
  record Existing(boolean ready, String source, String runId, String imported, boolean unverified) {
    /** Whether this version was imported from that one. */
    boolean isCopyOf(SourceVersion version) {
      return imported.replace('T', ' ').replaceAll("Z$", "").equals(time(version))
          && source.equals(sourceOf(version))
          && runId.equals(version.runId());
    }
  }

  /** Tag of a version whose copied files have not been compared yet. */
  private static final String UNVERIFIED = "vitrine_import_unverified";

  private static final String MODELS = "/api/2.0/mlflow/unity-catalog/";
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final int MOST_ROWS = 1_000_000;
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
    Set<Long> unverified = new HashSet<>();
    for (JsonNode row :
        rows(
            "SELECT version FROM version_tags WHERE tag_name = '"
                + UNVERIFIED
                + "' AND full_name = :name",
            fullName(model))) {
      unverified.add(row.path(0).asLong());
    }
    Map<Long, Existing> versions = new TreeMap<>();
    for (JsonNode row :
        rows(
            "SELECT version, status, source, run_id, imported_at FROM versions"
                + " WHERE full_name = :name",
            fullName(model))) {
      long number = row.path(0).asLong();
      versions.put(
          number,
          new Existing(
              row.path(1).asText().equals("READY"),
              text(row.path(2)),
              text(row.path(3)),
              text(row.path(4)),
              unverified.contains(number)));
    }
    return versions;
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText();
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
    addTags(body, TargetTags.of(source.tags()).tags());
    client.post(MODELS + "registered-models/create", body);
  }

  /**
   * Adds a version whose files follow.
   *
   * @param verify whether the copied files are compared before they are trusted
   */
  void begin(
      String model, SourceVersion version, Map<String, String> tags, JsonNode run, boolean verify)
      throws IOException {
    Map<String, String> all = new TreeMap<>(tags);
    if (verify) {
      all.put(UNVERIFIED, "");
    }
    ObjectNode body =
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("source", sourceOf(version))
            .put("run_id", version.runId())
            .put("description", version.description());
    addTags(body, all);
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

  /** Adds a version without files; its metrics get the time of the import. */
  void addSource(String model, SourceVersion version, Map<String, String> tags, JsonNode run)
      throws IOException {
    SqlStatement sql = new SqlStatement("ALTER MODEL IDENTIFIER(");
    sql.value(identifier(model))
        .sql(") ADD VERSION " + version.number() + " FROM ")
        .value(sourceOf(version))
        .sql(" IMPORTED (AUTHOR ")
        .value(version.author())
        .sql(", CREATED ")
        .value(time(version))
        .sql(")");
    if (!version.runId().isEmpty()) {
      sql.sql(" RUN ID ").value(version.runId());
    }
    if (!version.description().isEmpty()) {
      sql.sql(" COMMENT ").value(version.description());
    }
    sql.pairs("TAGS", tags);
    Map<String, String> params = new TreeMap<>();
    for (JsonNode param : run.path("data").path("params")) {
      params.put(param.path("key").asText(), param.path("value").asText(""));
    }
    sql.pairs("PARAMS", params);
    String separator = " METRICS (";
    for (JsonNode metric : run.path("data").path("metrics")) {
      if (metric.path("value").isNumber()) {
        sql.sql(separator)
            .value(metric.path("key").asText())
            .sql(" = ")
            .number(metric.path("value").asDouble())
            .sql(" STEP " + Math.max(0, metric.path("step").asLong(0)));
        separator = ", ";
      }
    }
    if (separator.equals(", ")) {
      sql.sql(")");
    }
    run(sql);
  }

  /** Notes that the copied files of a version are to be compared. */
  void setUnverified(String model, long version) throws IOException {
    run(
        new SqlStatement("ALTER MODEL IDENTIFIER(")
            .value(identifier(model))
            .sql(") VERSION " + version + " SET TAGS ('" + UNVERIFIED + "' = '')"));
  }

  /** Notes that the copied files of a version are equal to those of the source. */
  void setVerified(String model, long version) throws IOException {
    run(
        new SqlStatement("ALTER MODEL IDENTIFIER(")
            .value(identifier(model))
            .sql(") VERSION " + version + " UNSET TAGS ('" + UNVERIFIED + "')"));
  }

  private static String sourceOf(SourceVersion version) {
    return version.source().isEmpty() ? "unknown:" : version.source();
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
    client.upload(signed.path("url").asText(), file);
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

  /** All rows of a query with the parameter {@code name}; a long result has several chunks. */
  private List<JsonNode> rows(String query, String name) throws IOException {
    String[] parts = query.split(":name", 2);
    JsonNode response = run(new SqlStatement(parts[0]).value(name).sql(parts[1]));
    if (response.path("manifest").path("truncated").asBoolean(false)) {
      throw new MigrationException(0, "The list of " + name + " is too long.");
    }
    List<JsonNode> rows = new ArrayList<>();
    JsonNode chunk = response.path("result");
    chunk.path("data_array").forEach(rows::add);
    for (int read = 0; chunk.hasNonNull("next_chunk_index"); read++) {
      int next = chunk.path("next_chunk_index").asInt();
      if (next <= read || rows.size() > MOST_ROWS) {
        throw new MigrationException(0, "The list of " + name + " does not end.");
      }
      String id = RegistryClient.encodePath(response.path("statement_id").asText());
      chunk = client.get(STATEMENTS + "/" + id + "/result/chunks/" + next, Map.of());
      chunk.path("data_array").forEach(rows::add);
    }
    return rows;
  }

  private JsonNode run(SqlStatement statement) throws IOException {
    ObjectNode body = statement.body().put("wait_timeout", "50s").put("on_wait_timeout", "CANCEL");
    JsonNode response = client.post(STATEMENTS, body);
    String state = response.path("status").path("state").asText();
    if (!state.equals("SUCCEEDED")) {
      String message = response.path("status").path("error").path("message").asText(state);
      throw new MigrationException(0, message);
    }
    return response;
  }
}
