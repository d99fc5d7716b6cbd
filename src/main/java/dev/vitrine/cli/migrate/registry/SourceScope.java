package dev.vitrine.cli.migrate.registry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The part of a registry of catalogs that is imported.
 *
 * @param parts names of the catalog and the schema, of the catalog, or none
 */
public record SourceScope(List<String> parts) {
  private static final Pattern PATH = Pattern.compile("[^/?#.]+(\\.[^/?#.]+)?");

  /** Makes a copy of the parts. */
  public SourceScope {
    parts = List.copyOf(parts);
  }

  /**
   * The scope that the path of an address names.
   *
   * @throws IllegalArgumentException when it is not CATALOG or CATALOG.SCHEMA
   */
  static SourceScope parse(String path) {
    if (path.isEmpty()) {
      return new SourceScope(List.of());
    }
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("The path of a source is CATALOG or CATALOG.SCHEMA.");
    }
    return new SourceScope(List.of(path.split("\\.", -1)));
  }

  /** The full name of a model. */
  String fullName(String relative) {
    return parts.isEmpty() ? relative : String.join(".", parts) + "." + relative;
  }

  /** Whether a model is in the scope; registries with catalogs ignore the case of names. */
  boolean contains(String fullName) {
    String start = parts.isEmpty() ? "" : String.join(".", parts) + ".";
    return fullName.regionMatches(true, 0, start, 0, start.length());
  }

  /** The name of a model in the scope, relative to it. */
  String relative(String fullName) {
    return parts.isEmpty() ? fullName : fullName.substring(String.join(".", parts).length() + 1);
  }

  /** The last part of a name. */
  static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
