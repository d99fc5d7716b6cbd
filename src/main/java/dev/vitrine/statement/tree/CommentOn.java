package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** COMMENT ON … IS; empty removes the comment. */
public record CommentOn(ObjectRef object, Optional<String> comment) implements Statement {
  public CommentOn {
    requireNonNull(object);
    requireNonNull(comment);
  }
}
