package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Begins a version whose files are to follow: as ADD VERSION, but PENDING until it is finalized.
 *
 * @param loggedModelId what MLflow calls the model, if the caller knows
 */
public record BeginVersion(AddVersion version, Optional<String> loggedModelId) implements Call {
  public BeginVersion {
    requireNonNull(version);
    requireNonNull(loggedModelId);
  }

  @Override
  public boolean reads() {
    return false;
  }
}
