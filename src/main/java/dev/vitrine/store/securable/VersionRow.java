package dev.vitrine.store.securable;

import dev.vitrine.catalog.VersionStatus;
import java.util.Optional;

/**
 * The data of a new model version; the registry adds number, times and author.
 *
 * @param files the set of its files; empty if it has none in Vitrine
 * @param imported number, author and time in the registry of origin; empty when it is read
 */
public record VersionRow(
    VersionStatus status,
    Optional<String> source,
    Optional<String> runId,
    Optional<String> signature,
    Optional<String> comment,
    Optional<FileSetRow> files,
    Optional<ImportedVersion> imported) {
  /** The same with a set of files. */
  public VersionRow with(FileSetRow set) {
    return new VersionRow(status, source, runId, signature, comment, Optional.of(set), imported);
  }
}
