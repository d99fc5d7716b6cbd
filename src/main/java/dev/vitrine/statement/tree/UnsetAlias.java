package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** ALTER MODEL … UNSET ALIAS. */
public record UnsetAlias(QualifiedName model, boolean ifExists, Identifier alias)
    implements Statement {
  public UnsetAlias {
    requireNonNull(model);
    requireNonNull(alias);
  }
}
