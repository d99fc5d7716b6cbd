package dev.vitrine.statement.tree;

/** Which version of a model is meant. */
public sealed interface VersionRef {
  /** The version of this number, from 1. */
  record ByNumber(long number) implements VersionRef {}

  /** The version that the alias points at. */
  record ByAlias(Identifier alias) implements VersionRef {}

  /** The highest READY version. */
  record Latest() implements VersionRef {}
}
