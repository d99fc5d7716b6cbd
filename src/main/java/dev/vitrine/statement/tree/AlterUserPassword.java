package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** ALTER USER … SET PASSWORD. */
public record AlterUserPassword(Identifier user, Secret password) implements Statement {
  public AlterUserPassword {
    requireNonNull(user);
    requireNonNull(password);
  }
}
