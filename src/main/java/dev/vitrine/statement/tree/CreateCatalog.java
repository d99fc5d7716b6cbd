package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** CREATE CATALOG. */
public record CreateCatalog(
    Identifier name,
    boolean ifNotExists,
    Optional<String> comment,
    Optional<String> managedLocation)
    implements Statement {
  public CreateCatalog {
    requireNonNull(name);
    requireNonNull(comment);
    requireNonNull(managedLocation);
  }
}
