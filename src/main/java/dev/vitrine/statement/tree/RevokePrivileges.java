package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Privilege;
import java.util.Set;

/** REVOKE. */
public record RevokePrivileges(
    Set<Privilege> privileges, SecurableRef securable, Identifier principal) implements Statement {
  public RevokePrivileges {
    privileges = Set.copyOf(privileges);
    requireNonNull(securable);
    requireNonNull(principal);
  }
}
