package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW SCHEMAS, of the session's catalog where none is named. */
public record ShowSchemas(Optional<Identifier> catalog, Optional<String> pattern)
    implements Statement {
  public ShowSchemas {
    requireNonNull(catalog);
    requireNonNull(pattern);
  }
}
