package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** ALTER MODEL … VERSION … SET ALIAS: creates the alias or moves it. */
public record SetAlias(QualifiedName model, VersionRef version, Identifier alias)
    implements Statement {
  public SetAlias {
    requireNonNull(model);
    requireNonNull(version);
    requireNonNull(alias);
  }
}
