package dev.vitrine.store.securable;

import dev.vitrine.catalog.SecurableType;
import java.util.List;

/**
 * The name of a securable, whether or not it exists.
 *
 * @param parts the names of its catalog, schema and model in lower case; none for the metastore
 */
public record NamePath(List<String> parts) {
  public NamePath {
    parts = List.copyOf(parts);
  }

  /** Names from the catalog down. */
  public static NamePath of(String... parts) {
    return new NamePath(List.of(parts));
  }

  /** The name of itself, or of the container of that type. */
  public NamePath upTo(SecurableType type) {
    int count =
        switch (type) {
          case METASTORE -> 0;
          case CATALOG -> 1;
          case SCHEMA -> 2;
          case MODEL -> 3;
        };
    return new NamePath(parts.subList(0, count));
  }

  /** The parts, joined by dots. */
  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
