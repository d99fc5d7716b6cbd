package dev.vitrine.store;

import dev.vitrine.catalog.Relation;
import java.util.Comparator;
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
      Stream.of(
              RegistryRelationSql.ALL,
              AccessRelationSql.ALL,
              InformationSchemaSql.ALL,
              SessionRelationSql.ALL)
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
   * @param bindsCaller whether its first parameter is the caller's id
   * @param models full names, lower case, that its other parameters are
   */
  public record Secured(String with, boolean bindsCaller, List<String> models) {
    public Secured {
      models = List.copyOf(models);
    }
  }

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
    Key key = new Key(Set.copyOf(relations), !leakproof);
    // There is no end of models, so the texts for them are not kept.
    return relations.stream().anyMatch(Relation::isModel)
        ? assemble(key)
        : cache.computeIfAbsent(key, this::assemble);
  }

  private Secured assemble(Key key) {
    Map<String, String> views = new LinkedHashMap<>();
    ALL.values().stream()
        .filter(secured -> key.relations().contains(secured.relation()))
        .forEach(secured -> views.put(secured.relation().cteName(), secured.sql()));
    List<Relation> models =
        key.relations().stream()
            .filter(Relation::isModel)
            .sorted(Comparator.comparing(Relation::name))
            .toList();
    models.forEach(model -> views.put(model.cteName(), RegistryRelationSql.modelVersions(vendor)));
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
          with.append(vendor.cte(name, key.fenced())).append(vendor.joinParents(sql)).append(")");
        });
    return new Secured(
        with.isEmpty() ? "" : with.append(' ').toString(),
        needed.contains("me"),
        models.stream().map(Relation::name).toList());
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
