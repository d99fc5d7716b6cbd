package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** ALTER … SET TAGS: sets or replaces. */
public record SetTags(ObjectRef object, List<TagAssignment> tags) implements Statement {
  public SetTags {
    requireNonNull(object);
    tags = List.copyOf(tags);
  }
}
