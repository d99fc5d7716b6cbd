package dev.vitrine.statement.tree;

import dev.vitrine.error.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A name of one or more parts, the outermost first; missing outer parts come from the session.
 *
 * @param parts at least one
 */
public record QualifiedName(List<Identifier> parts) implements Positioned {
  public QualifiedName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  /** A name that comes from no text. */
  public static QualifiedName of(String... parts) {
    return new QualifiedName(Arrays.stream(parts).map(Identifier::of).toList());
  }

  /** The innermost part. */
  public Identifier last() {
    return parts.get(parts.size() - 1);
  }

  @Override
  public Optional<Position> position() {
    return parts.get(0).position();
  }

  /** The parts as written, joined by dots. */
  @Override
  public String toString() {
    return parts.stream().map(Identifier::value).collect(Collectors.joining("."));
  }
}
