package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** ALTER MODEL … DROP VERSION; all or none. */
public record DropVersions(QualifiedName model, boolean ifExists, List<Long> versions)
    implements Statement {
  public DropVersions {
    requireNonNull(model);
    versions = List.copyOf(versions);
  }
}
