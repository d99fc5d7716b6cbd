package dev.vitrine.query;

import dev.vitrine.catalog.Relation;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.Planning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans queries and caches the plans, which do not depend on the user; failures are not cached.
 * Queries are planned on the few threads of {@link PlanningPool}; a cached plan is returned by the
 * calling thread. Calcite is loaded at the first query. Safe for use by several threads.
 */
public final class QueryPlanner {
  private final List<Relation> relations;
  private final Dialect dialect;
  private final PlanCounters counters = new PlanCounters();
  private final PlanCache cache;
  private volatile Optional<QueryCompiler> compiler = Optional.empty();

  /**
   * A planner of queries over {@code relations} for a store of kind {@code dialect}.
   *
   * @param capacity how many plans are remembered at most; their size is limited, too
   */
  public QueryPlanner(List<Relation> relations, Dialect dialect, int capacity) {
    this.relations = List.copyOf(relations);
    this.dialect = dialect;
    this.cache = new PlanCache(capacity, counters);
  }

  /**
   * The plan of one query that belongs to no user's statement.
   *
   * @throws VitrineException as the other method of this name
   */
  public PlannedQuery plan(String sql, String currentCatalog, String currentSchema) {
    return plan(sql, currentCatalog, currentSchema, Planning.of(QueryPlanner.class, Duration.ZERO));
  }

  /**
   * The plan of one query.
   *
   * @param sql SELECT, WITH, VALUES or TABLE; identifiers are quoted with double quotes
   * @param planning by which it is cancelled
   * @throws VitrineException if it is wrong, too large, or cannot be pushed down whole; positions
   *     are those in {@code sql}. QUERY_CANCELED if {@code planning} ends before
   */
  public PlannedQuery plan(
      String sql, String currentCatalog, String currentSchema, Planning planning) {
    return plan(sql, currentCatalog, currentSchema, Set.of(), planning);
  }

  /**
   * The plan of one query whose values are known to be of other types than the query suggests.
   *
   * @param decimals the parameters, from 0, that are DECIMAL where the query makes them integers
   * @throws VitrineException as the other methods of this name
   */
  public PlannedQuery plan(
      String sql,
      String currentCatalog,
      String currentSchema,
      Set<Integer> decimals,
      Planning planning) {
    PlanCache.Key key = new PlanCache.Key(sql, currentCatalog, currentSchema, decimals);
    Optional<PlannedQuery> known = cache.get(key);
    if (known.isPresent()) {
      counters.hit();
      return known.get();
    }
    // Two threads may plan the same text at once, to the same result.
    PlannedQuery planned = PlanningPool.SHARED.run(planning, () -> compile(key));
    cache.put(key, planned);
    return planned;
  }

  private PlannedQuery compile(PlanCache.Key key) {
    long start = System.nanoTime();
    try {
      return compiler().compile(key);
    } catch (VitrineException refusal) {
      counters.refused();
      throw refusal;
    } finally {
      counters.planned(System.nanoTime() - start);
    }
  }

  /** Statistics of the planner, for all sessions. */
  public PlanStatistics statistics() {
    return counters.read(cache.size(), cache.capacity());
  }

  /**
   * Checks that the text is a query, without resolving names, which earlier statements of the text
   * may create.
   *
   * @param planning handle to cancel the check
   * @throws VitrineException if it is not a query; positions are those in {@code sql}
   */
  public void requireSyntax(String sql, Planning planning) {
    PlanningPool.SHARED.run(
        planning,
        () -> {
          compiler().requireSyntax(sql);
          return true;
        });
  }

  /** The relation whose name is most like this one, as it would be written in a query. */
  public Optional<String> similar(String name) {
    return compiler().similar(name);
  }

  private QueryCompiler compiler() {
    if (compiler.isEmpty()) {
      synchronized (this) {
        if (compiler.isEmpty()) {
          compiler = Optional.of(new QueryCompiler(relations, dialect));
        }
      }
    }
    return compiler.orElseThrow();
  }
}
