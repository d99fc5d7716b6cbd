package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** UNSET TAG ON: one tag that must be there. */
public record UnsetTag(ObjectRef object, Identifier key) implements Statement {
  public UnsetTag {
    requireNonNull(object);
    requireNonNull(key);
  }
}
