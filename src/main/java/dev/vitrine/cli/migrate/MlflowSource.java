package dev.vitrine.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with the REST API of MLflow's model registry. */
final class MlflowSource {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  /** Models and versions of a registry. */
  private static final int MOST = 100_000;

  /** Files of a version. */
  private static final int MOST_FILES = 10_000;

  private static final int DEEPEST = 32;

  private final RegistryClient client;

  MlflowSource(RegistryClient client) {
    this.client = client;
  }

  /** All models with their versions, in order of their names. */
  List<SourceModel> models() throws IOException {
    List<SourceModel> models = new ArrayList<>();
    for (JsonNode model :
        pages("registered-models/search", "registered_models", Map.of("max_results", "100"))) {
      models.add(model(model.path("name").asText()));
    }
    models.sort(Comparator.comparing(SourceModel::name));
    return models;
  }

  private SourceModel model(String name) throws IOException {
    JsonNode model =
        client.get(API + "registered-models/get", Map.of("name", name)).path("registered_model");
    Map<String, Long> aliases = new HashMap<>();
    for (JsonNode alias : model.path("aliases")) {
      aliases.put(alias.path("alias").asText(), alias.path("version").asLong());
    }
    List<SourceVersion> versions = new ArrayList<>();
    String filter = "name='" + name.replace("'", "''") + "'";
    for (JsonNode version :
        pages(
            "model-versions/search",
            "model_versions",
            Map.of("filter", filter, "max_results", "200"))) {
      // A filter compares names as the database of the server does, which may ignore case.
      if (version.path("name").asText().equals(name)) {
        versions.add(version(version));
      }
    }
    versions.sort(Comparator.comparingLong(SourceVersion::number));
    return new SourceModel(
        name, model.path("description").asText(""), tags(model), aliases, versions);
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
        tags(version));
  }

  private static Map<String, String> tags(JsonNode object) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : object.path("tags")) {
      tags.put(tag.path("key").asText(), tag.path("value").asText(""));
    }
    return tags;
  }

  /** The run of a version; empty if it was deleted. */
  Optional<JsonNode> run(String runId) throws IOException {
    if (runId.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.get(API + "runs/get", Map.of("run_id", runId)).path("run"));
    } catch (MigrationException refusal) {
      if (refusal.status() == 404) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /**
   * The files of a version.
   *
   * @throws MigrationException when the server does not serve them
   */
  List<SourceFile> files(String model, long version) throws IOException {
    String uri =
        client
            .get(
                API + "model-versions/get-download-uri",
                Map.of("name", model, "version", Long.toString(version)))
            .path("artifact_uri")
            .asText("");
    String root = servedPath(uri);
    List<SourceFile> files = new ArrayList<>();
    list(root, "", 0, files);
    if (files.isEmpty()) {
      throw new MigrationException(0, "It has no files in " + uri + ".");
    }
    return files;
  }

  private String servedPath(String uri) throws MigrationException {
    if (uri.startsWith("mlflow-artifacts:")) {
      URI parsed = URI.create(RegistryClient.encodePath(uri).replace("%3A", ":"));
      String host = parsed.getHost();
      if (host == null || host.equals(URI.create(client.server()).getHost())) {
        return parsed.getPath().replaceAll("^/+|/+$", "");
      }
    }
    throw new MigrationException(
        0, "Its files are in " + uri + ", which the server does not serve (--without-files).");
  }

  private void list(String root, String directory, int depth, List<SourceFile> files)
      throws IOException {
    String path = directory.isEmpty() ? root : root + "/" + directory;
    JsonNode listing = client.get(ARTIFACTS, Map.of("path", path));
    for (JsonNode entry : listing.path("files")) {
      String name = entry.path("path").asText();
      String last = name.substring(name.lastIndexOf('/') + 1);
      String relative = directory.isEmpty() ? last : directory + "/" + last;
      if (!entry.path("is_dir").asBoolean(false)) {
        String url = ARTIFACTS + "/" + RegistryClient.encodePath(root + "/" + relative);
        files.add(new SourceFile(relative, url, entry.path("file_size").asLong(0)));
      } else if (depth < DEEPEST) {
        list(root, relative, depth + 1, files);
      } else {
        throw new MigrationException(0, "It has more than " + DEEPEST + " nested directories.");
      }
      if (files.size() > MOST_FILES) {
        throw new MigrationException(0, "It has more than " + MOST_FILES + " files.");
      }
    }
  }

  RegistryClient client() {
    return client;
  }

  private List<JsonNode> pages(String path, String list, Map<String, String> parameters)
      throws IOException {
    List<JsonNode> all = new ArrayList<>();
    String token = "";
    do {
      Map<String, String> page = new HashMap<>(parameters);
      if (!token.isEmpty()) {
        page.put("page_token", token);
      }
      JsonNode response = client.get(API + path, page);
      response.path(list).forEach(all::add);
      String next = response.path("next_page_token").asText("");
      if (all.size() > MOST || (!next.isEmpty() && next.equals(token))) {
        throw new MigrationException(0, path + " lists more than " + MOST + " objects.");
      }
      token = next;
    } while (!token.isEmpty());
    return all;
  }
}
