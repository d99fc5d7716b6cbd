package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** SHOW CREATE MODEL. */
public record ShowCreateModel(QualifiedName model) implements Statement {
  public ShowCreateModel {
    requireNonNull(model);
  }
}
