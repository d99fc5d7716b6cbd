package dev.vitrine.cli.migrate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.file.MlflowArtifacts;
import dev.vitrine.cli.migrate.file.WorkspaceFiles;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.RegistryPages;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A server with the REST API of MLflow's model registry: MLflow's own server, or the registry of a
 * Databricks workspace.
 */
final class MlflowSource implements RegistrySource {
  static final String API = "/api/2.0/mlflow/";

  private final RegistryClient client;
  private final RegistryPages pages;
  private final MlflowRuns runs;
  private final SourceFiles files;
  private final @Nullable SourcePermissions permissions;

  private MlflowSource(
      RegistryClient client, SourceFiles files, @Nullable SourcePermissions permissions) {
    this.client = client;
    this.pages = new RegistryPages(client);
    this.runs = new MlflowRuns(client);
    this.files = files;
    this.permissions = permissions;
  }

  /** MLflow's own server, whose files its artifact proxy serves. */
  static MlflowSource server(RegistryClient client) {
    return new MlflowSource(client, new MlflowArtifacts(client), null);
  }

  /** The registry of a Databricks workspace. */
  static MlflowSource workspace(RegistryClient client) {
    return new MlflowSource(client, new WorkspaceFiles(client), new WorkspacePermissions(client));
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    Map<String, String> page = Map.of("max_results", "100");
    for (JsonNode model : pages.all(API + "registered-models/search", "registered_models", page)) {
      names.add(model.path("name").asText());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  @Override
  public String plainName(String name) {
    return name;
  }

  @Override
  public SourceModel model(String name) throws IOException {
    JsonNode model =
        client.get(API + "registered-models/get", Map.of("name", name)).path("registered_model");
    Map<String, Long> aliases = new HashMap<>();
    Set<Long> expected = new TreeSet<>();
    for (JsonNode alias : model.path("aliases")) {
      aliases.put(alias.path("alias").asText(), alias.path("version").asLong());
      expected.add(alias.path("version").asLong());
    }
    model
        .path("latest_versions")
        .forEach(version -> expected.add(version.path("version").asLong()));
    List<SourceVersion> versions = new ArrayList<>();
    for (JsonNode version :
        pages.all(API + "model-versions/search", "model_versions", versionsOf(name))) {
      // A filter compares names as the database of the server does, which may ignore case.
      if (version.path("name").asText().equals(name)) {
        versions.add(version(version));
        expected.remove(version.path("version").asLong());
      }
    }
    if (!expected.isEmpty()) {
      throw new MigrationException(
          0, "The source does not list versions " + expected + ", which the model has.");
    }
    versions.sort(Comparator.comparingLong(SourceVersion::number));
    return new SourceModel(
        name, name, model.path("description").asText(""), tags(model), aliases, versions);
  }

  /**
   * The filter has no escape character: a name with an apostrophe needs double quotes, and for one
   * that cannot be quoted all versions are listed.
   */
  private static Map<String, String> versionsOf(String name) {
    boolean apostrophe = name.contains("'");
    if (name.contains("\\") || (apostrophe && name.contains("\""))) {
      return Map.of("max_results", "200");
    }
    String quote = apostrophe ? "\"" : "'";
    return Map.of("filter", "name=" + quote + name + quote, "max_results", "200");
  }

  private static SourceVersion version(JsonNode version) {
    return new SourceVersion(
        version.path("version").asLong(),
        version.path("user_id").asText(""),
        Instant.ofEpochMilli(version.path("creation_timestamp").asLong()),
        version.path("description").asText(""),
        version.path("source").asText(""),
        version.path("run_id").asText(""),
        version.path("current_stage").asText("None"),
        version.path("status").asText("READY").equals("READY"),
        tags(version),
        "");
  }

  /** The member {@code tags} of an object. */
  static Map<String, String> tags(JsonNode object) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : object.path("tags")) {
      tags.put(tag.path("key").asText(), tag.path("value").asText(""));
    }
    return tags;
  }

  @Override
  public SourceDetails details(SourceModel model, SourceVersion version) throws IOException {
    return runs.addTo(version);
  }

  @Override
  public SourceFiles files() {
    return files;
  }

  @Override
  public Optional<SourcePermissions> permissions() {
    return Optional.ofNullable(permissions);
  }
}
