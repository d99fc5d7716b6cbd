package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.PrincipalKind;

/** A principal named with its kind, as a member of a group. */
public record MemberRef(PrincipalKind kind, Identifier name) {
  public MemberRef {
    requireNonNull(kind);
    requireNonNull(name);
  }
}
