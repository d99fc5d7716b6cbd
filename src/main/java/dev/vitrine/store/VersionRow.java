package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.VersionStatus;
import java.util.Optional;

/** What a model version is made with; its number, times and author are the registry's. */
public record VersionRow(
    VersionStatus status,
    Optional<String> source,
    Optional<String> runId,
    Optional<String> signature,
    Optional<String> comment) {
  public VersionRow {
    requireNonNull(status);
    requireNonNull(source);
    requireNonNull(runId);
    requireNonNull(signature);
    requireNonNull(comment);
  }
}
