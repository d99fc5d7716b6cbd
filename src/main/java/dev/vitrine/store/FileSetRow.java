package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

/**
 * The set of files that a version has.
 *
 * @param creatorId of the user who began the version
 * @param loggedModelId what MLflow calls the model that was logged
 */
public record FileSetRow(long id, long creatorId, String loggedModelId) {
  public FileSetRow {
    requireNonNull(loggedModelId);
  }
}
