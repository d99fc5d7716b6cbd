package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW EFFECTIVE GRANTS ON, of all principals or of one: what they have, and which way. */
public record ShowEffectiveGrants(Optional<Identifier> principal, SecurableRef securable)
    implements Statement {
  public ShowEffectiveGrants {
    requireNonNull(principal);
    requireNonNull(securable);
  }
}
