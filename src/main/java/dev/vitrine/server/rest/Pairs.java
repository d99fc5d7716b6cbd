package dev.vitrine.server.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of two columns. */
final class Pairs {
  private Pairs() {}

  /** The second column by the first, in the order of the rows. */
  static <T> Map<String, T> of(List<Object[]> rows, Class<T> type) {
    Map<String, T> pairs = new LinkedHashMap<>();
    rows.forEach(row -> pairs.put((String) row[0], type.cast(row[1])));
    return pairs;
  }
}
