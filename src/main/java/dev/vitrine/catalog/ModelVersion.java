package dev.vitrine.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version of a registered model.
 *
 * @param model the model's full name
 * @param loggedModelId ID of MLflow's logged model; empty for a version without files of its own
 * @param dependencies dependencies that the registering client sent, as JSON
 * @param aliases those that point at it
 */
public record ModelVersion(
    String model,
    long version,
    VersionStatus status,
    Optional<String> source,
    Optional<String> runId,
    Optional<String> comment,
    Optional<String> storageLocation,
    Optional<String> loggedModelId,
    Optional<String> dependencies,
    ChangeHistory edits,
    List<String> aliases,
    Map<String, String> tags) {
  public ModelVersion {
    aliases = List.copyOf(aliases);
  }

  /** The same with these aliases and tags. */
  public ModelVersion with(List<String> newAliases, Map<String, String> newTags) {
    return new ModelVersion(
        model,
        version,
        status,
        source,
        runId,
        comment,
        storageLocation,
        loggedModelId,
        dependencies,
        edits,
        newAliases,
        newTags);
  }
}
