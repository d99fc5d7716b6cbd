package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** CREATE USER; without a password it is a service principal. */
public record CreateUser(Identifier name, Optional<Secret> password) implements Statement {
  public CreateUser {
    requireNonNull(name);
    requireNonNull(password);
  }
}
