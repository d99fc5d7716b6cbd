package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** SHOW TAGS ON. */
public record ShowTags(SecurableRef securable) implements Statement {
  public ShowTags {
    requireNonNull(securable);
  }
}
