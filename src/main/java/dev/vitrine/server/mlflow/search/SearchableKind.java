package dev.vitrine.server.mlflow.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The searchable kinds of objects with the attributes that can be compared and sorted by.
 *
 * @param noun the kind in the plural
 * @param tag the condition for a tag, up to the comparison of {@code t.tag_value}
 * @param names the spelling of names of models
 * @param usual the order of a request that names none
 * @param last the attributes that make the order unique
 */
record SearchableKind<V>(
    String noun,
    Map<String, Attribute<V>> attributes,
    String tag,
    NameSpelling names,
    List<SortKey<V>> usual,
    List<SortKey<V>> last) {
  /** The syntax and comparison of an attribute's values. */
  enum Kind {
    TEXT,
    /** The full name of a model in lower case, which any spelling finds. */
    NAME,
    NUMBER,
    /** Milliseconds since 1970, of a point in time. */
    TIME
  }

  /**
   * @param column its column
   * @param value its value in a result row; an empty string for NULL text
   */
  record Attribute<V>(Kind kind, String column, Function<V, Object> value) {

    /** The sort key: NULL text comes first on both stores. */
    String sorted() {
      return kind == Kind.TEXT ? "COALESCE(" + column + ", '')" : column;
    }
  }

  /** An attribute to sort by. */
  record SortKey<V>(String name, Attribute<V> attribute, boolean descending) {

    @Override
    public String toString() {
      return descending ? name + " DESC" : name;
    }
  }

  SearchableKind {
    attributes = Map.copyOf(attributes);
    usual = List.copyOf(usual);
    last = List.copyOf(last);
  }

  Optional<Attribute<V>> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }
}
