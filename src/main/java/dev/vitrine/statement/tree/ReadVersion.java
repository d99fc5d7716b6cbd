package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/**
 * Asks for a version of a model with its aliases and tags.
 *
 * @param ifReadable whether the answer is to be empty, and no refusal, for who may not read it
 */
public record ReadVersion(QualifiedName model, VersionRef version, boolean ifReadable)
    implements Call {
  public ReadVersion {
    requireNonNull(model);
    requireNonNull(version);
  }

  @Override
  public boolean reads() {
    return true;
  }
}
