package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** USE SCHEMA. */
public record UseSchema(QualifiedName schema) implements Statement {
  public UseSchema {
    requireNonNull(schema);
  }
}
