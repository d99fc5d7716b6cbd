package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** CREATE TOKEN, for the caller. The token itself is made later, and never part of a statement. */
public record CreateToken(Optional<String> comment, Optional<Long> lifetimeDays)
    implements Statement {
  public CreateToken {
    requireNonNull(comment);
    requireNonNull(lifetimeDays);
  }
}
