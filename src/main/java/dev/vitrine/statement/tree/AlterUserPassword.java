package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * ALTER USER … SET PASSWORD.
 *
 * @param oldPassword the present password, so that a stolen session cannot change it
 * @param keepTokens whether a reset by an admin leaves the user's tokens
 */
public record AlterUserPassword(
    Identifier user, Secret password, Optional<Secret> oldPassword, boolean keepTokens)
    implements Statement {
  public AlterUserPassword {
    requireNonNull(user);
    requireNonNull(password);
    requireNonNull(oldPassword);
  }
}
