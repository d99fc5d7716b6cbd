package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** Which version of a model is meant. */
public sealed interface VersionRef {
  /** The version of this number, from 1. */
  record ByNumber(long number) implements VersionRef {}

  /** The version that the alias points at. */
  record ByAlias(Identifier alias) implements VersionRef {
    public ByAlias {
      requireNonNull(alias);
    }
  }

  /** The highest READY version. */
  record Latest() implements VersionRef {}
}
