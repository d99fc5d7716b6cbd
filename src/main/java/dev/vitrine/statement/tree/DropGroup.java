package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DROP GROUP. */
public record DropGroup(Identifier name) implements Statement {
  public DropGroup {
    requireNonNull(name);
  }
}
