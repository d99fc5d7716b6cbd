package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** SHOW MODELS or SHOW FUNCTIONS, of the session's schema where no container is named. */
public record ShowModels(Optional<SecurableRef> container, Optional<String> pattern)
    implements Statement {
  public ShowModels {
    requireNonNull(container);
    requireNonNull(pattern);
  }
}
