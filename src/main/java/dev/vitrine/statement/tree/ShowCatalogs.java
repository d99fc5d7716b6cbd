package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW CATALOGS. */
public record ShowCatalogs(Optional<String> pattern) implements Statement {
  public ShowCatalogs {
    requireNonNull(pattern);
  }
}
