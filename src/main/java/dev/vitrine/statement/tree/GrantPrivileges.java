package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Privilege;
import java.util.Set;

/** GRANT. */
public record GrantPrivileges(
    Set<Privilege> privileges, SecurableRef securable, Identifier principal) implements Statement {
  public GrantPrivileges {
    privileges = Set.copyOf(privileges);
    requireNonNull(securable);
    requireNonNull(principal);
  }
}
