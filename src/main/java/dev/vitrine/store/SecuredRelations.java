package dev.vitrine.store;

import dev.vitrine.catalog.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
              List.of(PlanCacheFigure.RELATION),
              AccessRelationSql.ALL,
              InformationSchemaSql.ALL,
              SessionRelationSql.ALL)
          .flatMap(List::stream)
          .collect(
              Collectors.toMap(
                  SecuredRelation::relation, secured -> secured, (a, b) -> a, LinkedHashMap::new));

  /**
   * Which sets of {@link Visibility} a query needs; there are only as many queries as relations.
   */
  private static final Map<String, Set<String>> NEEDED = new ConcurrentHashMap<>();

  private final Vendor vendor;
  private final Map<Key, Secured> cache = new ConcurrentHashMap<>();

  private record Key(Set<Relation> relations, boolean fenced) {}

  /**
   * A prefix for generated SQL.
   *
   * @param with ends in a space, or is empty
   * @param bindsCaller whether its first parameter is the caller's id
   * @param parameters its other parameters, in order
   */
  public record Secured(String with, boolean bindsCaller, List<Parameter> parameters) {
    public Secured {
      parameters = List.copyOf(parameters);
    }
  }

  /** What a parameter of the prefix stands for. */
  public sealed interface Parameter permits Name, PlanCacheFigure {}

  /** The name of a model or catalog, in lower case: a VARCHAR. */
  public record Name(String value) implements Parameter {}

  SecuredRelations(Vendor vendor) {
    this.vendor = vendor;
  }

  /** All relations, with their columns, as they are in the catalog {@code system}. */
  public static List<Relation> relations() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The WITH clause that defines the {@linkplain Relation#cteName() name} of each of the relations.
   *
   * @param leakproof whether nothing in the query can fail on a row or tell of it; if not, the
   *     relations are fenced off, so that the query's own expressions never meet a row that the
   *     caller must not see
   */
  public Secured secure(Set<Relation> relations, boolean leakproof) {
    Key key = new Key(Set.copyOf(relations), !leakproof);
    // There is no end of models and catalogs, so the texts for them are not kept.
    return relations.stream().anyMatch(relation -> isOneOfMany(relation))
        ? assemble(key)
        : cache.computeIfAbsent(key, this::assemble);
  }

  private static boolean isOneOfMany(Relation relation) {
    return relation.isModel() || relation.catalog().isPresent();
  }

  private Secured assemble(Key key) {
    Set<String> needed = new HashSet<>();
    List<String> views = new ArrayList<>();
    List<Parameter> parameters = new ArrayList<>();
    key.relations().stream()
        .sorted(Comparator.comparing(Relation::fullName))
        .forEach(
            relation -> {
              String sql = query(relation, parameters);
              needed.addAll(NEEDED.computeIfAbsent(sql, SecuredRelations::setsIn));
              views.add(
                  vendor.cte(relation.cteName(), key.fenced()) + vendor.joinParents(sql) + ")");
            });
    List<String> ctes = new ArrayList<>();
    Visibility.SETS.forEach(
        (name, sql) -> {
          if (needed.contains(name)) {
            ctes.add(name + " AS (" + sql + ")");
          }
        });
    ctes.addAll(views);
    return new Secured(
        ctes.isEmpty() ? "" : "WITH " + String.join(", ", ctes) + " ",
        needed.contains("me"),
        parameters);
  }

  /** The query behind a relation, whose parameters are added to {@code parameters}. */
  private String query(Relation relation, List<Parameter> parameters) {
    if (relation.isModel()) {
      parameters.add(new Name(relation.name()));
      return RegistryRelationSql.modelVersions(vendor);
    }
    SecuredRelation secured = ALL.get(relation.ofRegistry());
    if (secured.equals(PlanCacheFigure.RELATION)) {
      parameters.addAll(PlanCacheFigure.ALL);
    }
    if (relation.catalog().isEmpty() || secured.catalogColumn().isEmpty()) {
      return secured.sql();
    }
    parameters.add(new Name(relation.catalog().get()));
    return "SELECT * FROM ("
        + secured.sql()
        + ") r WHERE r."
        + secured.catalogColumn().get()
        + " = ?";
  }

  private static Set<String> setsIn(String sql) {
    Set<String> needed = new HashSet<>();
    collect(sql, needed);
    return needed;
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
