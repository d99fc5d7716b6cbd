package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW VERSIONS IN MODEL. */
public record ShowVersions(QualifiedName model, Optional<String> pattern) implements Statement {
  public ShowVersions {
    requireNonNull(model);
    requireNonNull(pattern);
  }
}
