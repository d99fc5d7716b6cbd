package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/** ALTER … OWNER TO. */
public record TransferOwnership(SecurableRef securable, Identifier owner) implements Statement {
  public TransferOwnership {
    requireNonNull(securable);
    requireNonNull(owner);
  }
}
