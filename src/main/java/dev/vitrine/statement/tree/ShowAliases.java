package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** SHOW ALIASES IN MODEL. */
public record ShowAliases(QualifiedName model) implements Statement {
  public ShowAliases {
    requireNonNull(model);
  }
}
