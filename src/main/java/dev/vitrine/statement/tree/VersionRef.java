package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** Which version of a model is meant. */
public sealed interface VersionRef {
  /** The version of this number, from 1. */
  record Number(long number) implements VersionRef {}

  /** The version that the alias points at. */
  record Alias(Identifier alias) implements VersionRef {
    public Alias {
      requireNonNull(alias);
    }
  }

  /** The highest READY version. */
  record Latest() implements VersionRef {}
}
