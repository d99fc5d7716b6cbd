package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW [EFFECTIVE] GRANTS ON, of all principals or of one. */
public record ShowGrants(Optional<Identifier> principal, SecurableRef securable, boolean effective)
    implements Statement {
  public ShowGrants {
    requireNonNull(principal);
    requireNonNull(securable);
  }
}
