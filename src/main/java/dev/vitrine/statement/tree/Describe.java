package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DESCRIBE, of a securable or of one version. */
public record Describe(ObjectRef object, boolean extended) implements Statement {
  public Describe {
    requireNonNull(object);
  }
}
