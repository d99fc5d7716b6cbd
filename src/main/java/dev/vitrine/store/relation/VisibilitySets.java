package dev.vitrine.store.relation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The sets of {@link Visibility} for one scope, ready to be put in front of queries. */
final class VisibilitySets {
  /** There are only as many as models can be named in a query whose scope they are. */
  private static final Map<Scope, VisibilitySets> ALL = new ConcurrentHashMap<>();

  private final Map<String, String> sets;

  /** Which sets a query needs; there are only as many queries as relations. */
  private final Map<String, Set<String>> needed = new ConcurrentHashMap<>();

  private VisibilitySets(Map<String, String> sets) {
    this.sets = sets;
  }

  static VisibilitySets of(Scope scope) {
    return ALL.computeIfAbsent(scope, key -> new VisibilitySets(Visibility.sets(key)));
  }

  /** The names of those that a query needs, those that they need in turn included. */
  Set<String> neededBy(String sql) {
    return needed.computeIfAbsent(
        sql,
        text -> {
          Set<String> names = new HashSet<>();
          collect(text, names);
          return Set.copyOf(names);
        });
  }

  private void collect(String sql, Set<String> names) {
    sets.forEach(
        (name, definition) -> {
          if (!names.contains(name) && Pattern.compile("\\b" + name + "\\b").matcher(sql).find()) {
            names.add(name);
            collect(definition, names);
          }
        });
  }

  /** These, in the order of their definition. */
  List<String> inOrder(Set<String> names) {
    return sets.keySet().stream().filter(names::contains).toList();
  }

  /** The common table expression of one. */
  String definition(String name) {
    return name + " AS (" + sets.get(name) + ")";
  }
}
