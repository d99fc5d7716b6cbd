package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SET TAG ON: one tag that must not be there yet; its value may be left out and is then empty. */
public record SetTag(ObjectRef object, Identifier key, Optional<String> value)
    implements Statement {
  public SetTag {
    requireNonNull(object);
    requireNonNull(key);
    requireNonNull(value);
  }
}
