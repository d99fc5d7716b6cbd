package dev.vitrine.catalog;

import java.time.LocalDateTime;

/**
 * One of the files of a version.
 *
 * @param path parts separated by slashes
 * @param blob names its bytes
 */
public record StoredFile(String path, String blob, long size, LocalDateTime modifiedAt) {
  /**
   * Begins the name of the bytes of a file of a shared version, which are fetched when they are
   * read: the ID of the catalog and the SHA-256 follow, separated by a colon.
   */
  public static final String SHARED = "shared:";
}
