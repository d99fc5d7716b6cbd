package dev.vitrine.statement.tree;

import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.Optional;

/** A name in a text, at which errors can point. */
public sealed interface Positioned permits Identifier, QualifiedName {
  /** Start position of the name in the text, if any. */
  Optional<Position> position();

  /** The same error at this name. */
  default VitrineException at(VitrineException error) {
    return position().map(error::withPosition).orElse(error);
  }
}
