package dev.vitrine.store.relation;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.Relation.JoinRole;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.vendor.Vendor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The relations that queries can name, and the text that secures them: each is a CTE in front of
 * the generated SQL, and generated SQL cannot name anything else. Safe for use by several threads.
 */
public final class SecuredRelations {
  private static final List<SecuredRelation> NAMED =
      Stream.of(
              RegistryRelationSql.ALL,
              ShareRelations.ALL,
              List.of(LiveSessions.RELATION, PlanCacheFigure.RELATION),
              AccessRelationSql.ALL,
              InformationSchemaSql.ALL,
              ofSession())
          .flatMap(List::stream)
          .toList();

  private static final Map<Relation, SecuredRelation> ALL =
      Stream.concat(NAMED.stream(), DerivedRelation.ofJoins().stream())
          .collect(
              Collectors.toMap(
                  SecuredRelation::relation, secured -> secured, (a, b) -> a, LinkedHashMap::new));

  /** Those of which there can be very many rows, of models. */
  private static final Set<Relation> OF_MODELS =
      RegistryRelationSql.OF_MODELS.stream()
          .flatMap(
              relation ->
                  Stream.concat(
                      Stream.of(relation),
                      Stream.of(JoinRole.VISIBLE, JoinRole.READABLE)
                          .filter(relation::canBe)
                          .map(relation::joined)))
          .collect(Collectors.toSet());

  private static final Set<String> MODEL_COMPUTED = Set.of("aliases", "tags");

  /** The points in time of one relation have different names. */
  private static final Comparator<Relation> ORDER =
      Comparator.comparing(Relation::fullName).thenComparing(Relation::point);

  private static final Relation ANY_MODEL = Relation.ofModel("", "", "");

  /** Characters of all texts that are kept; most queries need one of a few dozen. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Vendor vendor;
  private final Map<ViewKey, View> views = new ConcurrentHashMap<>();
  private final Cache<Key, Secured> cache =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((Key key, Secured secured) -> 1_000 + secured.with().length())
          .executor(Runnable::run)
          .build();

  private record Key(
      Set<Relation> relations,
      Set<Relation> named,
      int names,
      int groups,
      boolean few,
      boolean fenced) {}

  /**
   * @param names number of names of objects whose rows are needed; 0 for all rows
   */
  private record ViewKey(Relation relation, boolean claims, boolean few, int names) {}

  /** The complete text of a relation, and the tables and sets that it reads directly. */
  private record View(String sql, Set<String> tables, Set<String> sets) {}

  /** A table at a point in time. */
  private record PastTable(String name, int point) {}

  /**
   * A prefix for generated SQL.
   *
   * @param with ends in a space, or is empty
   * @param parameters its parameters, in order
   */
  public record Secured(String with, List<Parameter> parameters) {
    public Secured {
      parameters = List.copyOf(parameters);
    }
  }

  /** The meaning of a parameter of the prefix. */
  public sealed interface Parameter
      permits CallerId,
          ClaimedAdminGroup,
          ClaimedGroup,
          LiveSessions,
          ModelName,
          Name,
          PlanCacheFigure,
          PointInTime {}

  /** The ID of the caller: a BIGINT. */
  public record CallerId() implements Parameter {}

  /**
   * The name of a group that the caller's token claims: a VARCHAR. There can be more of these than
   * of the groups, any of which may then be repeated.
   */
  public record ClaimedGroup(int index) implements Parameter {}

  /** The name of the claimed group that makes the caller admin: a VARCHAR, NULL without one. */
  public record ClaimedAdminGroup() implements Parameter {}

  /** The name of a model or catalog, in lower case: a VARCHAR. */
  public record Name(String value) implements Parameter {}

  /** The query's name of a model: a VARCHAR, which may be NULL. */
  public record ModelName(int index) implements Parameter {}

  /** A point in time of the query, by its number from 1: a TIMESTAMP. */
  public record PointInTime(int number) implements Parameter {}

  /**
   * The relations behind the session functions: the caller's groups, and the objects on which the
   * caller has a privilege.
   */
  private static List<SecuredRelation> ofSession() {
    SqlText memberships =
        SqlText.of(
            "SELECT p.name_key FROM principals p WHERE p.kind = 'GROUP' AND {mine}",
            Map.of("mine", Visibility.mine("p.id")));
    return Stream.concat(
            Stream.of(new SecuredRelation(Relation.ofMemberships(), memberships)),
            Arrays.stream(SecurableType.values())
                .flatMap(
                    type ->
                        Privilege.on(type).stream()
                            .map(
                                privilege ->
                                    new SecuredRelation(
                                        Relation.ofRight(privilege, type),
                                        right(privilege, type)))))
        .toList();
  }

  private static SqlText right(Privilege privilege, SecurableType type) {
    return SqlText.of(
        "SELECT {full_name} AS full_name FROM {objects} WHERE {has}",
        Map.of(
            "full_name", ObjectSql.fullName(type),
            "objects", ObjectSql.from(type),
            "has", Visibility.has(privilege, type)));
  }

  /** For one kind of database. */
  public SecuredRelations(Vendor vendor) {
    this.vendor = vendor;
  }

  /** All relations, with their columns, as they are in the catalog {@code system}. */
  public static List<Relation> relations() {
    return NAMED.stream().map(SecuredRelation::relation).toList();
  }

  /**
   * The WITH clause that defines the {@linkplain Relation#cteName() name} of each of the relations.
   *
   * @param named relations of which only rows are needed whose {@code full_name} is one of {@code
   *     names} values; other rows may be missing. If there are none but names, these are texts, one
   *     of which the needed rows of search_texts contain
   * @param groups number of groups that the caller's token claims
   * @param few whether it is faster to find models from the caller's grants, unless they are named
   * @param leakproof whether no expression of the query can fail on a row or reveal it, and the
   *     query does not name columns or relations very often; if not, the relations are
   *     materialized: each is computed once, and the query's expressions are never evaluated on
   *     hidden rows
   */
  public Secured secure(
      Set<Relation> relations,
      Set<Relation> named,
      int names,
      int groups,
      boolean few,
      boolean leakproof) {
    Key key =
        new Key(
            Set.copyOf(relations), Set.copyOf(named), names, roundedUp(groups), few, !leakproof);
    // The number of models and catalogs is unbounded, so their texts are not cached.
    return relations.stream().anyMatch(relation -> isOneOfMany(relation))
        ? assemble(key)
        : cache.get(key, this::assemble);
  }

  /**
   * Whether one of these columns is computed by sub-queries, which PostgreSQL copies to each place
   * that names the column unless the relation is fenced off.
   */
  public static boolean computesOneOf(Relation relation, Set<String> columns) {
    Set<String> computed = relation.isModel() ? MODEL_COMPUTED : secured(relation).computed();
    if (!relation.isPresent() && columns.contains("comment")) {
      return true;
    }
    return columns.stream().anyMatch(computed::contains);
  }

  /** Whether the rows of the relation are of models, of which there can be very many. */
  public static boolean listsModels(Relation relation) {
    return !relation.isModel() && OF_MODELS.contains(relation.ofRegistry());
  }

  /** To a power of two, so that there are few texts; 0 stays, the text of nearly everybody. */
  private static int roundedUp(int groups) {
    return groups <= 1 ? groups : Integer.highestOneBit(groups - 1) << 1;
  }

  private static boolean isOneOfMany(Relation relation) {
    return relation.isModel() || relation.catalog().isPresent();
  }

  private Secured assemble(Key key) {
    List<Relation> relations = key.relations().stream().sorted(ORDER).toList();
    List<Parameter> models = scope(key, relations);
    boolean past = relations.stream().anyMatch(relation -> !relation.isPresent());
    boolean searched = relations.stream().anyMatch(relation -> isSearch(key, relation));
    Scope scope = new Scope(models.size(), key.groups(), past && !models.isEmpty(), searched);
    VisibilitySets sets = VisibilitySets.of(scope);
    Set<String> needed = new HashSet<>();
    Map<String, PastTable> tables = new TreeMap<>();
    List<String> ofRelations = new ArrayList<>();
    List<Parameter> ofViews = new ArrayList<>();
    for (Relation relation : relations) {
      boolean reached = key.few() && models.isEmpty() && listsModels(relation);
      boolean named = isNamedHistory(key, relation) || isSearch(key, relation);
      int names = named ? key.names() : 0;
      View view = view(relation, scope, reached, names);
      needed.addAll(sets.neededBy(view.sets()));
      for (String table : view.tables()) {
        tables.put(
            PastTables.name(table, relation.point()), new PastTable(table, relation.point()));
      }
      ofRelations.add(
          // Relations follow in leakproof queries only, and all their rows would be too many.
          vendor.cte(relation.cteName(), key.fenced() && !relation.follows())
              + query(relation, view.sql(), names, ofViews)
              + ")");
    }
    List<String> ctes = new ArrayList<>();
    List<Parameter> parameters = new ArrayList<>();
    for (String set : sets.inOrder(needed)) {
      ctes.add(sets.definition(set));
      parameters.addAll(scope.parameters(set, models));
    }
    tables.forEach(
        (name, table) -> {
          ctes.add(vendor.cte(name, false) + PastTables.rows(table.name()) + ")");
          parameters.addAll(
              Collections.nCopies(PastTables.PARAMETERS, new PointInTime(table.point())));
        });
    ctes.addAll(ofRelations);
    parameters.addAll(ofViews);
    return new Secured(ctes.isEmpty() ? "" : "WITH " + String.join(", ", ctes) + " ", parameters);
  }

  /**
   * The names of all models that can contribute to a query; empty if any can, or other objects. The
   * visibility of a model depends only on the model and its containers, so only these are
   * evaluated.
   */
  private static List<Parameter> scope(Key key, List<Relation> relations) {
    List<Parameter> names = new ArrayList<>();
    for (int i = 0; i < key.names(); i++) {
      names.add(new ModelName(i));
    }
    for (Relation relation : relations) {
      if (relation.isModel()) {
        names.add(new Name(relation.name()));
      } else if (!key.named().contains(relation)
          || !RegistryRelationSql.OF_MODELS.contains(relation.at(0))) {
        return List.of();
      }
    }
    return names;
  }

  /** The history of few objects is not looked for in that of all. */
  private static boolean isNamedHistory(Key key, Relation relation) {
    return relation.equals(RegistryRelations.HISTORY) && key.named().contains(relation);
  }

  /** H2 has one plan for any number of models; few are found from the grants. */
  private boolean isSearch(Key key, Relation relation) {
    return relation.equals(SearchRelationSql.SEARCH_TEXTS)
        && vendor == Vendor.POSTGRESQL
        && (key.names() > 0 && key.named().isEmpty() && !key.few());
  }

  private static SecuredRelation secured(Relation relation) {
    return requireNonNull(ALL.get(relation.ofRegistry()));
  }

  /** There are only as many as relations and points; all relations of models have the same. */
  private View view(Relation relation, Scope scope, boolean reached, int named) {
    Relation key = (relation.isModel() ? ANY_MODEL : relation.ofRegistry()).at(relation.point());
    return views.computeIfAbsent(
        new ViewKey(key, scope.groups() > 0, reached, named), view -> assemble(view, scope));
  }

  private View assemble(ViewKey key, Scope scope) {
    boolean past = !key.relation().isPresent();
    SqlText text = past ? past(key.relation()) : present(key.relation());
    if (key.names() > 0) {
      text = scope.searched() ? SearchRelationSql.found(text) : HistorySql.query(key.names());
    }
    Map<String, SqlText> parts = new HashMap<>();
    if (past) {
      parts.putAll(PastTables.at(key.relation().point()));
    } else {
      parts.putAll(PastTables.present());
      parts.put("effective_principals", scope.effectivePrincipals());
      parts.put("models", key.few() ? ModelCandidates.MODELS : SqlText.of("models"));
    }
    parts.put("in_catalog", SqlText.of(past ? "" : vendor.schemaJoin("s.catalog_id = c.id")));
    // A container may have no recorded value of the time.
    parts.put("parent_join", SqlText.of(past ? "JOIN" : vendor.parentJoin()));
    Set<String> tables = new HashSet<>(past ? PastTables.names() : Set.of());
    tables.retainAll(text.holes());
    parts.keySet().retainAll(text.holes());
    SqlText filled = text.with(parts);
    return new View(filled.reading(VisibilitySets.of(scope).names()), tables, filled.holes());
  }

  private SqlText present(Relation relation) {
    if (relation.isModel()) {
      return RegistryRelationSql.modelVersions(vendor, AsOf.PRESENT);
    }
    SqlText text = secured(relation).sql();
    return vendor == Vendor.H2 && relation.equals(RegistryRelations.MODELS)
        ? Visibility.inArrays(text)
        : text;
  }

  private SqlText past(Relation relation) {
    return relation.isModel()
        ? RegistryRelationSql.modelVersions(vendor, AsOf.PAST)
        : secured(relation).past().orElseThrow();
  }

  /**
   * The query behind a relation, whose parameters are added to {@code parameters}.
   *
   * @param named number of names that its text repeats as parameters
   */
  private static String query(
      Relation relation, String sql, int named, List<Parameter> parameters) {
    if (named > 0) {
      long markers = sql.chars().filter(unit -> unit == '?').count();
      for (int i = 0; i < markers; i++) {
        parameters.add(new ModelName(i % named));
      }
      return sql;
    }
    if (relation.isModel()) {
      parameters.add(new Name(relation.name()));
      return sql;
    }
    SecuredRelation secured = secured(relation);
    if (secured.equals(PlanCacheFigure.RELATION)) {
      parameters.addAll(PlanCacheFigure.ALL);
    } else if (secured.equals(LiveSessions.RELATION)) {
      parameters.addAll(LiveSessions.ALL);
    }
    if (relation.catalog().isEmpty() || secured.catalogColumn().isEmpty()) {
      return sql;
    }
    parameters.add(new Name(relation.catalog().get()));
    return "SELECT * FROM (" + sql + ") r WHERE r." + secured.catalogColumn().get() + " = ?";
  }
}
