package dev.vitrine.statement.tree;

import dev.vitrine.catalog.PrincipalKind;

/** A principal named with its kind, as a member of a group. */
public record MemberRef(PrincipalKind kind, Identifier name) {}
