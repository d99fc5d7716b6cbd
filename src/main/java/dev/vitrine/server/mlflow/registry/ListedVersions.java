package dev.vitrine.server.mlflow.registry;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.view.VersionView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tags and aliases of versions. The queries have the names and numbers of the versions as values: a
 * join with the query of the versions is slow in PostgreSQL for a model with many versions, whose
 * number it underestimates.
 */
final class ListedVersions {
  /** Versions per query. */
  private static final int CHUNK = 1_000;

  private final Exchange exchange;

  ListedVersions(Exchange exchange) {
    this.exchange = exchange;
  }

  /** A version of a model, by its full name. */
  record VersionKey(String model, long version) {
    static VersionKey of(VersionView version) {
      return new VersionKey(version.fullName(), version.version());
    }

    private static VersionKey of(Object[] row) {
      return new VersionKey((String) row[0], (Long) row[1]);
    }
  }

  /** The tags of versions; those of other versions can be among them. */
  Map<VersionKey, Map<String, String>> tags(List<VersionView> versions) {
    Map<VersionKey, Map<String, String>> tags = new HashMap<>();
    for (Object[] row : rows("x.tag_name, x.tag_value FROM version_tags x", "tag_name", versions)) {
      tags.computeIfAbsent(VersionKey.of(row), version -> new LinkedHashMap<>())
          .put((String) row[2], (String) row[3]);
    }
    return tags;
  }

  /** The aliases of versions; those of other versions can be among them. */
  Map<VersionKey, List<String>> aliases(List<VersionView> versions) {
    Map<VersionKey, List<String>> aliases = new HashMap<>();
    for (Object[] row : rows("x.alias, x.alias_key FROM aliases x", "alias_key", versions)) {
      aliases.computeIfAbsent(VersionKey.of(row), key -> new ArrayList<>()).add((String) row[2]);
    }
    return aliases;
  }

  private List<Object[]> rows(String selected, String order, List<VersionView> versions) {
    List<Object[]> rows = new ArrayList<>();
    for (int from = 0; from < versions.size(); from += CHUNK) {
      List<VersionView> some = versions.subList(from, Math.min(from + CHUNK, versions.size()));
      List<Object> names = values(some, VersionView::fullName);
      List<Object> numbers = values(some, VersionView::version);
      List<Object> parameters = new ArrayList<>(names);
      parameters.addAll(numbers);
      rows.addAll(
          exchange.rows(
              "SELECT x.full_name, x.version, %s WHERE x.full_name IN (%s) AND x.version IN (%s) ORDER BY x.%s"
                  .formatted(selected, holes(names), holes(numbers), order),
              parameters));
    }
    return rows;
  }

  /**
   * Different values, of which the last is repeated up to 1, 10, 100 or 1,000, because each number
   * of parameters needs a plan of its own.
   */
  private static List<Object> values(List<VersionView> versions, Function<VersionView, ?> value) {
    List<Object> values = new ArrayList<>(versions.stream().map(value).distinct().toList());
    int size = 1;
    while (size < values.size()) {
      size *= 10;
    }
    values.addAll(Collections.nCopies(size - values.size(), values.get(values.size() - 1)));
    return values;
  }

  private static String holes(List<Object> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }
}
