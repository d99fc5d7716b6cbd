package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** Asks for a registered model with its tags, and its aliases for who may read versions. */
public record ReadModel(QualifiedName model) implements Call {
  public ReadModel {
    requireNonNull(model);
  }

  @Override
  public boolean reads() {
    return true;
  }
}
