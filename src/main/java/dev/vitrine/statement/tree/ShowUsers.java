package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW USERS. */
public record ShowUsers(Optional<String> pattern) implements Statement {
  public ShowUsers {
    requireNonNull(pattern);
  }
}
