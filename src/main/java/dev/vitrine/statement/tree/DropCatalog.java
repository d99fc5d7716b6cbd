package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DROP CATALOG; RESTRICT unless {@code cascade}. */
public record DropCatalog(Identifier name, boolean ifExists, boolean cascade) implements Statement {
  public DropCatalog {
    requireNonNull(name);
  }
}
