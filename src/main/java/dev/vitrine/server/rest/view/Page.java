package dev.vitrine.server.rest.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some rows of a list.
 *
 * @param next the token of the next page; empty if this is the last
 */
public record Page<T>(List<T> rows, Optional<String> next) {
  public Page {
    rows = List.copyOf(rows);
  }

  /** The page of {@code size} rows of which one more was asked for than fit. */
  public static <T> Page<T> of(List<T> found, int size, Function<T, String> key) {
    if (found.size() <= size) {
      return new Page<>(found, Optional.empty());
    }
    return new Page<>(
        found.subList(0, size), Optional.of(PageToken.after(key.apply(found.get(size - 1)))));
  }
}
