package dev.vitrine.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.SqlClient;
import dev.vitrine.cli.migrate.http.SqlStatement;
import dev.vitrine.cli.migrate.source.ImportTags;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceMetric;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The schema of a server of Vitrine that models are imported into, with the caller's rights. */
final class VitrineTarget {
  /**
   * A version that exists.
   *
   * @param source empty without one
   * @param imported time of creation in the registry that it was imported from; empty if it was not
   *     imported
   * @param unverified whether its copied files have not been compared yet
   * @param withFiles whether its files are in Vitrine, as far as the caller may know
   */
  record Existing(
      boolean ready,
      String source,
      String runId,
      String imported,
      boolean unverified,
      boolean withFiles) {
    /** Whether this version was imported from that one. */
    boolean isCopyOf(SourceVersion version) {
      return imported.replace('T', ' ').replaceAll("Z$", "").equals(time(version))
          && source.equals(sourceOf(version))
          && runId.equals(version.runId());
    }
  }

  private static final String MODELS = "/api/2.0/mlflow/unity-catalog/";
  private static final JsonMapper JSON = new JsonMapper();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final RegistryClient client;
  private final SqlClient sql;
  private final String schema;

  /**
   * @param schema full name of the schema
   */
  VitrineTarget(RegistryClient client, String schema) {
    this.client = client;
    this.sql = new SqlClient(client);
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
                + ImportTags.UNVERIFIED
                + "' AND full_name = :name",
            fullName(model))) {
      unverified.add(row.path(0).asLong());
    }
    Map<Long, Existing> versions = new TreeMap<>();
    for (JsonNode row :
        rows(
            "SELECT version, status, source, run_id, imported_at, storage_location FROM versions"
                + " WHERE full_name = :name",
            fullName(model))) {
      long number = row.path(0).asLong();
      versions.put(
          number,
          new Existing(
              row.path(1).asText().equals("READY"),
              SqlClient.text(row.path(2)),
              SqlClient.text(row.path(3)),
              SqlClient.text(row.path(4)),
              unverified.contains(number),
              !SqlClient.text(row.path(5)).isEmpty()));
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
    addTags(body, TargetTags.of(source.tags()).tags());
    client.post(MODELS + "registered-models/create", body);
  }

  /**
   * Adds a version whose files follow.
   *
   * @param verify whether the copied files are compared before they are trusted
   */
  void begin(String model, SourceDetails details, Map<String, String> tags, boolean verify)
      throws IOException {
    SourceVersion version = details.version();
    Map<String, String> all = new TreeMap<>(tags);
    if (verify) {
      all.put(ImportTags.UNVERIFIED, "");
    }
    ObjectNode body =
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("source", sourceOf(version))
            .put("run_id", version.runId())
            .put("description", version.description());
    addTags(body, all);
    ArrayNode params = body.putArray("model_params");
    details
        .params()
        .forEach((name, value) -> params.addObject().put("name", name).put("value", value));
    ArrayNode metrics = body.putArray("model_metrics");
    for (SourceMetric metric : details.metrics()) {
      ObjectNode added =
          metrics
              .addObject()
              .put("key", metric.key())
              .put("value", metric.value())
              .put("timestamp", metric.timestamp())
              .put("step", metric.step());
      if (!metric.dataset().isEmpty()) {
        added.put("dataset_name", metric.dataset());
      }
    }
    body.putObject("imported")
        .put("version", version.number())
        .put("author", version.author())
        .put("created", time(version));
    client.post(MODELS + "model-versions/create", body);
  }

  /** Adds a version without files; its metrics get the time of the import. */
  void addSource(String model, SourceDetails details, Map<String, String> tags) throws IOException {
    SourceVersion version = details.version();
    SqlStatement statement = new SqlStatement("ALTER MODEL IDENTIFIER(");
    statement
        .value(identifier(model))
        .sql(") ADD VERSION " + version.number() + " FROM ")
        .value(sourceOf(version))
        .sql(" IMPORTED (AUTHOR ")
        .value(version.author())
        .sql(", CREATED ")
        .value(time(version))
        .sql(")");
    if (!version.runId().isEmpty()) {
      statement.sql(" RUN ID ").value(version.runId());
    }
    if (!version.description().isEmpty()) {
      statement.sql(" COMMENT ").value(version.description());
    }
    statement.pairs("TAGS", tags).pairs("PARAMS", new TreeMap<>(details.params()));
    String separator = " METRICS (";
    for (SourceMetric metric : details.metrics()) {
      statement.sql(separator).value(metric.key()).sql(" = ").number(metric.value());
      if (!metric.dataset().isEmpty()) {
        statement.sql(" DATASET ").value(metric.dataset());
      }
      statement.sql(" STEP " + metric.step());
      separator = ", ";
    }
    if (separator.equals(", ")) {
      statement.sql(")");
    }
    sql.run(statement);
  }

  /** Notes that the copied files of a version are to be compared. */
  void setUnverified(String model, long version) throws IOException {
    sql.run(
        new SqlStatement("ALTER MODEL IDENTIFIER(")
            .value(identifier(model))
            .sql(") VERSION " + version + " SET TAGS ('" + ImportTags.UNVERIFIED + "' = '')"));
  }

  /** Notes that the copied files of a version are equal to those of the source. */
  void setVerified(String model, long version) throws IOException {
    sql.run(
        new SqlStatement("ALTER MODEL IDENTIFIER(")
            .value(identifier(model))
            .sql(") VERSION " + version + " UNSET TAGS ('" + ImportTags.UNVERIFIED + "')"));
  }

  private static String sourceOf(SourceVersion version) {
    return version.source().isEmpty() ? "unknown:" : version.source();
  }

  private String identifier(String model) {
    return schema + "." + quoted(model);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
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
    JsonNode signed = client.postIdempotent("/api/2.0/fs/create-upload-url", body);
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
  void download(
      String model, long version, String path, Path file, long most, LongConsumer received)
      throws IOException {
    String url = "/api/2.0/mlflow-artifacts/artifacts" + root(model, version) + path;
    client.download(RegistryClient.encodePath(url), file, most, received);
  }

  private String root(String model, long version) {
    return "/Models/" + schema.replace('.', '/') + "/" + model + "/" + version + "/";
  }

  void setAlias(String model, String alias, long version) throws IOException {
    client.postIdempotent(
        MODELS + "registered-models/alias",
        JSON.createObjectNode()
            .put("name", fullName(model))
            .put("alias", alias)
            .put("version", Long.toString(version)));
  }

  /** The privileges that are granted on a model itself, by principal in lower case. */
  Map<String, Set<Privilege>> grants(String model) throws IOException {
    Map<String, Set<Privilege>> grants = new HashMap<>();
    for (JsonNode row :
        rows(
            "SELECT principal, privilege FROM grants WHERE object_type = 'MODEL'"
                + " AND inherited_from_type IS NULL AND full_name = :name",
            fullName(model))) {
      Privilege.named(row.path(1).asText())
          .ifPresent(
              privilege ->
                  grants
                      .computeIfAbsent(
                          row.path(0).asText().toLowerCase(Locale.ROOT),
                          principal -> EnumSet.noneOf(Privilege.class))
                      .add(privilege));
    }
    return grants;
  }

  /** Grants a privilege on a model. */
  void grant(String model, Privilege privilege, String principal) throws IOException {
    sql.run(
        new SqlStatement("GRANT " + privilege.sql() + " ON MODEL IDENTIFIER(")
            .value(identifier(model))
            .sql(") TO IDENTIFIER(")
            .value(quoted(principal))
            .sql(")"));
  }

  /** All rows of a query with the parameter {@code name}. */
  private List<JsonNode> rows(String query, String name) throws IOException {
    String[] parts = query.split(":name", 2);
    return sql.rows(new SqlStatement(parts[0]).value(name).sql(parts[1]));
  }
}
