package dev.vitrine.store;

import dev.vitrine.catalog.Relation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The relations that queries can name, and the text that secures them: each is a CTE in front of
 * the generated SQL, and generated SQL cannot name anything else. Safe for use by several threads.
 */
public final class SecuredRelations {
  private static final Map<Relation, SecuredRelation> ALL =
      Stream.of(RegistryRelationSql.ALL, AccessRelationSql.ALL, InformationSchemaSql.ALL)
          .flatMap(List::stream)
          .collect(
              Collectors.toMap(
                  SecuredRelation::relation, secured -> secured, (a, b) -> a, LinkedHashMap::new));

  private final Vendor vendor;
  private final Map<Key, Secured> cache = new ConcurrentHashMap<>();

  private record Key(Set<Relation> relations, boolean fenced) {}

  /**
   * A prefix for generated SQL.
   *
   * @param with ends in a space, or is empty
   * @param bindsCaller whether its one parameter, the caller's id, must be bound first
   */
  public record Secured(String with, boolean bindsCaller) {}

  SecuredRelations(Vendor vendor) {
    this.vendor = vendor;
  }

  /** All relations, with their columns. */
  public static List<Relation> relations() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The WITH clause that defines {@code v_<schema>_<name>} for each of the relations.
   *
   * @param leakproof whether nothing in the query can fail on a row or tell of it; if not, the
   *     relations are fenced off, so that the query's own expressions never meet a row that the
   *     caller must not see
   */
  public Secured secure(Set<Relation> relations, boolean leakproof) {
    return cache.computeIfAbsent(new Key(Set.copyOf(relations), !leakproof), this::assemble);
  }

  private Secured assemble(Key key) {
    Map<String, String> views = new LinkedHashMap<>();
    ALL.values().stream()
        .filter(secured -> key.relations().contains(secured.relation()))
        .forEach(secured -> views.put(secured.cteName(), secured.sql()));
    Set<String> needed = new LinkedHashSet<>();
    views.values().forEach(sql -> collect(sql, needed));
    StringBuilder with = new StringBuilder();
    Visibility.SETS.forEach(
        (name, sql) -> {
          if (needed.contains(name)) {
            with.append(with.isEmpty() ? "WITH " : ", ");
            with.append(name).append(" AS (").append(sql).append(")");
          }
        });
    views.forEach(
        (name, sql) -> {
          with.append(with.isEmpty() ? "WITH " : ", ");
          with.append(vendor.cte(name, key.fenced())).append(sql).append(")");
        });
    return new Secured(with.isEmpty() ? "" : with.append(' ').toString(), needed.contains("me"));
  }

  private static void collect(String sql, Set<String> needed) {
    Visibility.SETS.forEach(
        (name, definition) -> {
          if (!needed.contains(name) && Pattern.compile("\\b" + name + "\\b").matcher(sql).find()) {
            needed.add(name);
            collect(definition, needed);
          }
        });
  }
}
