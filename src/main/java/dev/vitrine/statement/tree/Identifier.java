package dev.vitrine.statement.tree;

import dev.vitrine.error.Position;
import java.util.Optional;

/**
 * One name as the user wrote it, without its quotes. Its position is for error messages: two
 * identifiers are equal when their values are.
 */
public record Identifier(String value, Optional<Position> position) implements Positioned {
  /** An identifier that comes from no text, such as a REST call's. */
  public static Identifier of(String value) {
    return new Identifier(value, Optional.empty());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identifier identifier && identifier.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
