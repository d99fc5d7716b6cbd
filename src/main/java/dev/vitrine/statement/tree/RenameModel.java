package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** ALTER MODEL … RENAME TO, within its schema. */
public record RenameModel(QualifiedName name, boolean ifExists, QualifiedName newName)
    implements Statement {
  public RenameModel {
    requireNonNull(name);
    requireNonNull(newName);
  }
}
