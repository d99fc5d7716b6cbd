package dev.vitrine.cli.migrate;

import java.util.List;
import java.util.Map;

/**
 * A model of the registry that is imported.
 *
 * @param aliases number of the version by alias
 * @param versions in ascending order of their numbers
 */
record SourceModel(
    String name,
    String description,
    Map<String, String> tags,
    Map<String, Long> aliases,
    List<SourceVersion> versions) {
  SourceModel {
    tags = Map.copyOf(tags);
    aliases = Map.copyOf(aliases);
    versions = List.copyOf(versions);
  }
}
