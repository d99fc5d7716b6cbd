package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** USE CATALOG or SET CATALOG. */
public record UseCatalog(Identifier catalog) implements Statement {
  public UseCatalog {
    requireNonNull(catalog);
  }
}
