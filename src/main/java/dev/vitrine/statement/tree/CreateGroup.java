package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * CREATE GROUP, with its first members.
 *
 * @param external whether an identity provider tells who is in it; it has no members then
 */
public record CreateGroup(Identifier name, boolean external, List<MemberRef> members)
    implements Statement {
  public CreateGroup {
    requireNonNull(name);
    members = List.copyOf(members);
  }
}
