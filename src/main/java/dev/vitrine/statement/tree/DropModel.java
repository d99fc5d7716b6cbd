package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DROP MODEL; CASCADE unless {@code restrict}. */
public record DropModel(QualifiedName name, boolean ifExists, boolean restrict)
    implements Statement {
  public DropModel {
    requireNonNull(name);
  }
}
