package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Begins a version whose files are to follow: as ADD VERSION, but PENDING until it is finalized.
 *
 * @param loggedModelId what MLflow calls the model, if the caller knows
 * @param sources what it is made from, besides the tables that the statement tells
 */
public record BeginVersion(
    AddVersion version, Optional<String> loggedModelId, List<LineageSource> sources)
    implements Call {
  public BeginVersion {
    requireNonNull(version);
    requireNonNull(loggedModelId);
    sources = List.copyOf(sources);
  }

  @Override
  public boolean reads() {
    return false;
  }
}
