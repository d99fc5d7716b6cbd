package dev.vitrine.share;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a recipient sees of a share, checked: all names, tags, aliases and paths are
 * valid, and names are unique.
 *
 * @param revision changes whenever anything visible changes
 */
public record SharedContent(String revision, List<SharedModel> models) {
  public SharedContent {
    models = List.copyOf(models);
  }

  /**
   * A model.
   *
   * @param schema name in lower case
   * @param name name in lower case
   * @param aliases numbers of versions by alias
   * @param versions by number, ascending
   */
  public record SharedModel(
      String schema,
      String name,
      Optional<String> comment,
      Map<String, String> tags,
      Map<String, Long> aliases,
      List<SharedVersion> versions) {
    public SharedModel {
      tags = Map.copyOf(tags);
      aliases = Map.copyOf(aliases);
      versions = List.copyOf(versions);
    }
  }

  /**
   * A READY version.
   *
   * @param signature JSON
   * @param createdAt in UTC
   * @param files none if the provider has none
   */
  public record SharedVersion(
      long number,
      Optional<String> comment,
      Map<String, String> tags,
      Optional<String> signature,
      LocalDateTime createdAt,
      List<SharedFile> files) {
    public SharedVersion {
      tags = Map.copyOf(tags);
      files = List.copyOf(files);
    }
  }

  /**
   * A file of a version.
   *
   * @param size in bytes
   * @param sha256 in hexadecimal, in lower case
   */
  public record SharedFile(String path, long size, String sha256) {}
}
