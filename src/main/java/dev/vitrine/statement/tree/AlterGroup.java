package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** ALTER GROUP … ADD | DROP members, all or none. */
public record AlterGroup(Identifier group, List<MembershipChange> changes) implements Statement {
  public AlterGroup {
    requireNonNull(group);
    changes = List.copyOf(changes);
  }
}
