package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** CREATE SCHEMA. */
public record CreateSchema(
    QualifiedName name,
    boolean ifNotExists,
    Optional<String> comment,
    Optional<String> managedLocation)
    implements Statement {
  public CreateSchema {
    requireNonNull(name);
    requireNonNull(comment);
    requireNonNull(managedLocation);
  }
}
