package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** DROP USER. */
public record DropUser(Identifier name) implements Statement {
  public DropUser {
    requireNonNull(name);
  }
}
