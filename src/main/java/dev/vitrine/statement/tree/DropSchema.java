package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DROP SCHEMA; RESTRICT unless {@code cascade}. */
public record DropSchema(QualifiedName name, boolean ifExists, boolean cascade)
    implements Statement {
  public DropSchema {
    requireNonNull(name);
  }
}
