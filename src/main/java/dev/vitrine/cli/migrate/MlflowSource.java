package dev.vitrine.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A server with the REST API of MLflow's model registry. */
final class MlflowSource {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  /** Models and versions that are listed in one run, together. */
  private static final int MOST = 100_000;

  /** Pages of a list, also of pages without objects. */
  private static final int MOST_PAGES = 2_000;

  /** Files of a version. */
  private static final int MOST_FILES = 10_000;

  /** Directories of a version, also without files. */
  private static final int MOST_DIRECTORIES = 10_000;

  private static final int DEEPEST = 32;

  private final RegistryClient client;
  private int listed;

  MlflowSource(RegistryClient client) {
    this.client = client;
  }

  /** The names of all models, sorted. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode model :
        pages("registered-models/search", "registered_models", Map.of("max_results", "100"))) {
      names.add(model.path("name").asText());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /**
   * A model with its versions.
   *
   * @throws MigrationException also when the list of versions is not complete
   */
  SourceModel model(String name) throws IOException {
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
    for (JsonNode version : pages("model-versions/search", "model_versions", versionsOf(name))) {
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
        name, model.path("description").asText(""), tags(model), aliases, versions);
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
   * @throws UnusableVersionException when the server does not serve them, or they exceed a limit
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
    Deque<String> directories = new ArrayDeque<>(List.of(""));
    for (int count = 1; !directories.isEmpty(); count++) {
      if (count > MOST_DIRECTORIES) {
        throw new UnusableVersionException(
            "It has more than " + MOST_DIRECTORIES + " directories.");
      }
      list(root, directories.remove(), directories, files);
    }
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in " + uri + ".");
    }
    return files;
  }

  private String servedPath(String uri) throws UnusableVersionException {
    try {
      URI parsed = new URI(RegistryClient.encodePath(uri).replace("%3A", ":"));
      String host = parsed.getHost();
      boolean here =
          host == null
              ? parsed.getRawAuthority() == null
              : host.equals(URI.create(client.server()).getHost());
      if ("mlflow-artifacts".equals(parsed.getScheme()) && here && parsed.getPath() != null) {
        return parsed.getPath().replaceAll("^/+|/+$", "");
      }
    } catch (URISyntaxException malformed) {
      UnusableVersionException failure =
          new UnusableVersionException("The URI of its files is malformed: " + uri);
      failure.initCause(malformed);
      throw failure;
    }
    throw new UnusableVersionException(
        "Its files are in " + uri + ", which the server does not serve (--without-files).");
  }

  private void list(
      String root, String directory, Deque<String> directories, List<SourceFile> files)
      throws IOException {
    String path = directory.isEmpty() ? root : root + "/" + directory;
    JsonNode listing = client.get(ARTIFACTS, Map.of("path", path));
    for (JsonNode entry : listing.path("files")) {
      String name = entry.path("path").asText();
      String last = name.substring(name.lastIndexOf('/') + 1);
      if (last.isEmpty() || last.equals(".") || last.equals("..")) {
        throw new UnusableVersionException("A file has no valid name: '" + name + "'.");
      }
      String relative = directory.isEmpty() ? last : directory + "/" + last;
      if (entry.path("is_dir").asBoolean(false)) {
        if (relative.chars().filter(c -> c == '/').count() >= DEEPEST) {
          throw new UnusableVersionException(
              "It has more than " + DEEPEST + " nested directories.");
        }
        directories.add(relative);
      } else {
        String url = ARTIFACTS + "/" + RegistryClient.encodePath(root + "/" + relative);
        files.add(new SourceFile(relative, url, entry.path("file_size").asLong(0)));
      }
      if (files.size() > MOST_FILES || directories.size() > MOST_DIRECTORIES) {
        throw new UnusableVersionException(
            "It has more than " + MOST_FILES + " files or directories.");
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
    for (int count = 1; count <= MOST_PAGES; count++) {
      Map<String, String> page = new HashMap<>(parameters);
      if (!token.isEmpty()) {
        page.put("page_token", token);
      }
      JsonNode response = client.get(API + path, page);
      for (JsonNode object : response.path(list)) {
        all.add(object);
        listed++;
      }
      if (listed > MOST) {
        throw new MigrationException(
            0, "The source lists more than " + MOST + " models and versions.");
      }
      token = response.path("next_page_token").asText("");
      if (token.isEmpty()) {
        return all;
      }
    }
    throw new MigrationException(0, path + " has more than " + MOST_PAGES + " pages.");
  }
}
