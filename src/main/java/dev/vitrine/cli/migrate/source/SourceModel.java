package dev.vitrine.cli.migrate.source;

import java.util.List;
import java.util.Map;

/**
 * A model of the registry that is imported.
 *
 * @param name as the source lists it
 * @param fullName in requests to the source
 * @param aliases number of the version by alias
 * @param versions in ascending order of their numbers
 */
public record SourceModel(
    String name,
    String fullName,
    String description,
    Map<String, String> tags,
    Map<String, Long> aliases,
    List<SourceVersion> versions) {
  /** Makes a copy of the collections. */
  public SourceModel {
    tags = Map.copyOf(tags);
    aliases = Map.copyOf(aliases);
    versions = List.copyOf(versions);
  }
}
