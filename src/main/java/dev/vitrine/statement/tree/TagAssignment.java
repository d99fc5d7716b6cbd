package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** A tag to set. */
public record TagAssignment(String key, String value) {
  public TagAssignment {
    requireNonNull(key);
    requireNonNull(value);
  }
}
