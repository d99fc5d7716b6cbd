package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** ALTER … UNSET TAGS: absent keys are ignored. */
public record UnsetTags(ObjectRef object, List<String> keys) implements Statement {
  public UnsetTags {
    requireNonNull(object);
    keys = List.copyOf(keys);
  }
}
