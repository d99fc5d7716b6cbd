package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** CREATE GROUP, with its first members. */
public record CreateGroup(Identifier name, List<MemberRef> members) implements Statement {
  public CreateGroup {
    requireNonNull(name);
    members = List.copyOf(members);
  }
}
