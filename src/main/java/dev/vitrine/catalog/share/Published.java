package dev.vitrine.catalog.share;

import dev.vitrine.catalog.StoredFile;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a registry publishes to recipients: everything that is not here stays hidden from them. */
public final class Published {
  private Published() {}

  /** An authenticated recipient. */
  public record Recipient(long id, String name) {}

  /** A share that is granted to the recipient. */
  public record Share(String name, Optional<String> comment) {}

  /**
   * A share with a text that is another one whenever its content is.
   *
   * @param revision SHA-256 of the content, in hexadecimal
   */
  public record State(Share share, String revision) {}

  /**
   * A model.
   *
   * @param schema name in the share
   * @param name name in the share
   * @param aliases version of each alias
   * @param versions numbers of the READY versions, the highest first
   */
  public record Model(
      String schema,
      String name,
      Optional<String> comment,
      Map<String, String> tags,
      Map<String, Long> aliases,
      List<Long> versions) {
    public Model {
      versions = List.copyOf(versions);
    }
  }

  /**
   * A READY version.
   *
   * @param signature signature as JSON
   * @param createdAt in UTC
   * @param files empty if they are not in Vitrine
   */
  public record Version(
      long number,
      Optional<String> comment,
      Map<String, String> tags,
      Optional<String> signature,
      LocalDateTime createdAt,
      List<File> files) {
    public Version {
      files = List.copyOf(files);
    }
  }

  /**
   * A file of a version.
   *
   * @param sha256 in hexadecimal; empty if it was not computed yet
   */
  public record File(StoredFile stored, Optional<String> sha256) {}

  /**
   * A page of a list.
   *
   * @param next the last item of this page, for the request of the next page; empty on the last
   *     page
   */
  public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
      items = List.copyOf(items);
    }
  }
}
