package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW GROUPS, of all or of those a principal is directly in. */
public record ShowGroups(Optional<MemberRef> member, Optional<String> pattern)
    implements Statement {
  public ShowGroups {
    requireNonNull(member);
    requireNonNull(pattern);
  }
}
