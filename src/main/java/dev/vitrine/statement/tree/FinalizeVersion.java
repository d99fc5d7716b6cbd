package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Makes a version READY whose files are all there.
 *
 * @param signature as the version's files have it
 * @param loggedModelId the same
 * @param description the blob of the file that both were read from, which must still be the one
 */
public record FinalizeVersion(
    QualifiedName model,
    long version,
    Optional<String> signature,
    Optional<String> loggedModelId,
    Optional<String> description)
    implements Call {
  /** Where a version's files describe it. */
  public static final String DESCRIPTION = "MLmodel";

  public FinalizeVersion {
    requireNonNull(model);
    requireNonNull(signature);
    requireNonNull(loggedModelId);
    requireNonNull(description);
  }

  @Override
  public boolean reads() {
    return false;
  }
}
