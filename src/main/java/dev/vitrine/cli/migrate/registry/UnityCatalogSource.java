package dev.vitrine.cli.migrate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.RegistryPages;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceGrant;
import dev.vitrine.cli.migrate.source.SourceMetric;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The models of a Unity Catalog, of Databricks or open source. */
final class UnityCatalogSource implements RegistrySource {
  private static final String API = "/api/2.1/unity-catalog/";
  private static final String MODELS = API + "models";

  private final RegistryClient client;
  private final SourceScope scope;
  private final RegistryPages pages;
  private final SourceFiles files;
  private final @Nullable MlflowRuns runs;
  private final String securable;

  /**
   * @param runs of the server, if it has runs
   * @param securable type of models in requests for permissions
   */
  private UnityCatalogSource(
      RegistryClient client,
      SourceScope scope,
      SourceFiles files,
      @Nullable MlflowRuns runs,
      String securable) {
    this.client = client;
    this.scope = scope;
    this.pages = new RegistryPages(client);
    this.files = files;
    this.runs = runs;
    this.securable = securable;
  }

  /** The Unity Catalog of a Databricks workspace. */
  static UnityCatalogSource databricks(
      RegistryClient client, SourceScope scope, SourceFiles files) {
    return new UnityCatalogSource(client, scope, files, new MlflowRuns(client), "function");
  }

  /** A server of the open-source Unity Catalog. */
  static UnityCatalogSource openSource(
      RegistryClient client, SourceScope scope, SourceFiles files) {
    return new UnityCatalogSource(client, scope, files, null, "registered_model");
  }

  @Override
  public List<String> names() throws IOException {
    Map<String, String> parameters = new HashMap<>(Map.of("max_results", "100"));
    // Both servers accept only both names or none.
    if (scope.parts().size() == 2) {
      parameters.put("catalog_name", scope.parts().get(0));
      parameters.put("schema_name", scope.parts().get(1));
    }
    List<String> names = new ArrayList<>();
    for (JsonNode model : pages.all(MODELS, "registered_models", parameters)) {
      String name = fullName(model);
      if (scope.contains(name)) {
        names.add(scope.relative(name));
      }
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static String fullName(JsonNode model) {
    return model.path("catalog_name").asText()
        + "."
        + model.path("schema_name").asText()
        + "."
        + model.path("name").asText();
  }

  @Override
  public String plainName(String name) {
    return SourceScope.lastPart(name);
  }

  @Override
  public SourceModel model(String name) throws IOException {
    String fullName = scope.fullName(name);
    String path = MODELS + "/" + RegistryClient.encodePath(fullName);
    JsonNode model = client.get(path, Map.of("include_aliases", "true"));
    Map<String, Long> aliases = new HashMap<>();
    for (JsonNode alias : model.path("aliases")) {
      aliases.put(alias.path("alias_name").asText(), alias.path("version_num").asLong());
    }
    List<SourceVersion> versions = new ArrayList<>();
    for (JsonNode version :
        pages.all(path + "/versions", "model_versions", Map.of("max_results", "100"))) {
      versions.add(version(version));
    }
    Set<Long> missing = new TreeSet<>(aliases.values());
    versions.forEach(version -> missing.remove(version.number()));
    if (!missing.isEmpty()) {
      throw new MigrationException(
          0, "The source does not list versions " + missing + ", which the model has.");
    }
    versions.sort(Comparator.comparingLong(SourceVersion::number));
    return new SourceModel(
        name,
        fullName,
        model.path("comment").asText(""),
        MlflowSource.tags(model),
        aliases,
        versions);
  }

  private static SourceVersion version(JsonNode version) {
    return new SourceVersion(
        version.path("version").asLong(),
        version.path("created_by").asText(""),
        Instant.ofEpochMilli(version.path("created_at").asLong()),
        version.path("comment").asText(""),
        version.path("source").asText(""),
        version.path("run_id").asText(""),
        "None",
        version.path("status").asText("READY").equals("READY"),
        MlflowSource.tags(version),
        version.path("storage_location").asText(""));
  }

  /** Lists of versions contain neither tags nor parameters and metrics. */
  @Override
  public SourceDetails details(SourceModel model, SourceVersion version) throws IOException {
    String path =
        MODELS
            + "/"
            + RegistryClient.encodePath(model.fullName())
            + "/versions/"
            + version.number();
    JsonNode found = client.get(path, Map.of());
    SourceVersion tagged = version.tagged(MlflowSource.tags(found));
    Map<String, String> params = new LinkedHashMap<>();
    for (JsonNode param : found.path("model_params")) {
      params.put(param.path("name").asText(), param.path("value").asText(""));
    }
    List<SourceMetric> metrics = MlflowRuns.metrics(found.path("model_metrics"));
    if (runs == null || !params.isEmpty() || !metrics.isEmpty()) {
      return new SourceDetails(tagged, params, metrics, "");
    }
    return runs.addTo(tagged);
  }

  @Override
  public SourceFiles files() {
    return files;
  }

  @Override
  public Optional<SourcePermissions> permissions() {
    return Optional.of(this::grants);
  }

  private List<SourceGrant> grants(String model, boolean inherited) throws IOException {
    String path =
        API
            + (inherited ? "effective-permissions/" : "permissions/")
            + securable
            + "/"
            + RegistryClient.encodePath(model);
    Set<SourceGrant> grants = new HashSet<>();
    for (JsonNode assignment : pages.all(path, "privilege_assignments", Map.of())) {
      String principal = assignment.path("principal").asText("");
      for (JsonNode privilege : assignment.path("privileges")) {
        // Effective privileges are objects, because they state where they come from.
        String name =
            privilege.isObject() ? privilege.path("privilege").asText() : privilege.asText();
        grants.add(new SourceGrant(principal, name));
      }
    }
    return grants.stream()
        .sorted(Comparator.comparing(SourceGrant::principal).thenComparing(SourceGrant::privilege))
        .toList();
  }
}
