package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW GRANTS ON, of all principals or of one: what was granted. */
public record ShowGrants(Optional<Identifier> principal, SecurableRef securable)
    implements Statement {
  public ShowGrants {
    requireNonNull(principal);
    requireNonNull(securable);
  }
}
