package dev.vitrine.catalog;

import java.time.LocalDateTime;

/**
 * One of the files of a version.
 *
 * @param path parts separated by slashes
 * @param blob names its bytes
 */
public record StoredFile(String path, String blob, long size, LocalDateTime modifiedAt) {}
