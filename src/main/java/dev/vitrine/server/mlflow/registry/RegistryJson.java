package dev.vitrine.server.mlflow.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.mlflow.registry.ListedVersions.VersionKey;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.VersionContentJson;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.VersionView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models and versions in the messages of MLflow's model registry. */
final class RegistryJson {
  /** The end of the URI of a logged model, or of its files. */
  private static final Pattern LOGGED_MODEL =
      Pattern.compile("(?:models:/|/models/)(m-[0-9a-f]+)(?:/artifacts)?/?$");

  private final NameSpelling names;

  RegistryJson(NameSpelling names) {
    this.names = names;
  }

  /** A list of models. */
  ArrayNode models(List<ModelView> models, ListedModels details) {
    ArrayNode array = Json.object().arrayNode();
    if (models.isEmpty()) {
      return array;
    }
    Map<String, Map<String, String>> tags = details.modelTags();
    Map<String, Map<String, Long>> aliases = details.modelAliases();
    Map<String, ObjectNode> latest = latest(aliases, details);
    for (ModelView model : models) {
      String name = model.fullName();
      array.add(
          model(
              model,
              tags.getOrDefault(name, Map.of()),
              aliases.getOrDefault(name, Map.of()),
              latest));
    }
    return array;
  }

  /**
   * A model that was read.
   *
   * @param details of this model
   */
  ObjectNode model(RegisteredModel model, ListedModels details) {
    Map<String, ObjectNode> latest = latest(Map.of(model.fullName(), model.aliases()), details);
    ObjectNode node = model(ModelView.of(model), model.tags(), model.aliases(), latest);
    model.deploymentJobId().ifPresent(id -> node.put("deployment_job_id", id));
    return node;
  }

  /** The latest versions, by the full names of their models. */
  private Map<String, ObjectNode> latest(
      Map<String, Map<String, Long>> aliases, ListedModels details) {
    Map<String, ObjectNode> nodes = new HashMap<>();
    Map<String, VersionView> versions = details.latestVersions();
    if (!versions.isEmpty()) {
      Map<VersionKey, Map<String, String>> tags =
          details.ofVersions().tags(List.copyOf(versions.values()));
      versions.forEach(
          (name, version) ->
              nodes.put(
                  name,
                  version(
                      version,
                      aliasesOf(version.version(), aliases.getOrDefault(name, Map.of())),
                      tags.getOrDefault(VersionKey.of(version), Map.of()))));
    }
    return nodes;
  }

  private static List<String> aliasesOf(long version, Map<String, Long> aliases) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == version)
        .map(Map.Entry::getKey)
        .toList();
  }

  private ObjectNode model(
      ModelView model,
      Map<String, String> tags,
      Map<String, Long> aliases,
      Map<String, ObjectNode> latest) {
    ObjectNode node = Json.object();
    node.put("name", names.shown(model.fullName()));
    node.put("creation_timestamp", model.createdAt());
    node.put("last_updated_timestamp", model.updatedAt());
    node.put("user_id", model.createdBy());
    model.comment().ifPresent(comment -> node.put("description", comment));
    Json.tags(node, tags);
    ArrayNode array = node.putArray("aliases");
    aliases.forEach(
        (alias, version) ->
            array.addObject().put("alias", alias).put("version", Long.toString(version)));
    ArrayNode versions = node.putArray("latest_versions");
    Optional.ofNullable(latest.get(model.fullName())).ifPresent(versions::add);
    return node;
  }

  /** A list of versions. */
  ArrayNode versions(List<VersionView> versions, ListedVersions details) {
    ArrayNode array = Json.object().arrayNode();
    if (versions.isEmpty()) {
      return array;
    }
    Map<VersionKey, Map<String, String>> tags = details.tags(versions);
    Map<VersionKey, List<String>> aliases = details.aliases(versions);
    for (VersionView version : versions) {
      VersionKey key = VersionKey.of(version);
      array.add(
          version(version, aliases.getOrDefault(key, List.of()), tags.getOrDefault(key, Map.of())));
    }
    return array;
  }

  /** A version that was read. */
  ObjectNode version(ModelVersion version) {
    return VersionContentJson.addTo(
        version(VersionView.of(version), version.aliases(), version.tags()), version);
  }

  private ObjectNode version(VersionView version, List<String> aliases, Map<String, String> tags) {
    ObjectNode node = named(version.fullName(), version.version());
    node.put("creation_timestamp", version.createdAt());
    node.put("last_updated_timestamp", version.updatedAt());
    node.put("user_id", version.createdBy());
    version.comment().ifPresent(comment -> node.put("description", comment));
    version.source().ifPresent(source -> node.put("source", source));
    version.runId().ifPresent(run -> node.put("run_id", run));
    node.put("status", version.status());
    ArrayNode array = node.putArray("aliases");
    aliases.forEach(array::add);
    Json.tags(node, tags);
    version
        .loggedModelId()
        .ifPresentOrElse(
            id -> node.put("model_id", id),
            () -> version.source().ifPresent(source -> putModelId(node, source)));
    return node;
  }

  private static void putModelId(ObjectNode node, String source) {
    Matcher matcher = LOGGED_MODEL.matcher(source);
    if (matcher.find()) {
      node.put("model_id", matcher.group(1));
    }
  }

  /** What a caller knows of a version that it has changed but may not read. */
  ObjectNode named(String model, long version) {
    return Json.object()
        .put("name", names.shown(model))
        .put("version", Long.toString(version))
        .put("current_stage", Stages.NONE);
  }
}
