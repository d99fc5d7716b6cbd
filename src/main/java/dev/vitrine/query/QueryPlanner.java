package dev.vitrine.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.catalog.Relation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.ShapedQuery;
import dev.vitrine.query.shape.QueryShape;
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
  /** Characters of all texts in {@link #unplannable}. */
  private static final int MOST_UNPLANNABLE = 1 << 20;

  private final List<Relation> relations;
  private final Dialect dialect;
  private final PlanCounters counters = new PlanCounters();
  private final PlanCache cache;

  /** Shapes that cannot be planned, and why; their texts are planned as they are. */
  private final Cache<PlanCache.Key, ErrorCode> unplannable =
      Caffeine.newBuilder()
          .maximumWeight(MOST_UNPLANNABLE)
          .weigher((PlanCache.Key key, ErrorCode reason) -> 100 + key.sql().length())
          .executor(Runnable::run)
          .build();

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
    return plan(new PlanCache.Key(sql, currentCatalog, currentSchema, decimals), planning);
  }

  private PlannedQuery plan(PlanCache.Key key, Planning planning) {
    try {
      return known(key).orElseGet(() -> planned(key, planning));
    } catch (VitrineException refusal) {
      counters.refused();
      throw refusal;
    }
  }

  /**
   * The plan of one query that has no parameters, or whose values are not known yet. Texts that
   * differ only in literals of their conditions share a plan where that changes neither the result
   * nor its description.
   *
   * @throws VitrineException as the other methods of this name
   */
  public ShapedQuery shaped(
      String sql, String currentCatalog, String currentSchema, Planning planning) {
    PlanCache.Key key = new PlanCache.Key(sql, currentCatalog, currentSchema, Set.of());
    Optional<PlannedQuery> known = known(key);
    if (known.isPresent()) {
      return new ShapedQuery(known.get(), List.of());
    }
    Optional<QueryShape> shape =
        sql.length() > PlanCache.LONGEST_TEXT ? Optional.empty() : QueryShape.of(sql);
    return shape
        .flatMap(found -> shaped(found, key, planning))
        .orElseGet(() -> new ShapedQuery(plan(key, planning.again()), List.of()));
  }

  /** Empty if the shape cannot be planned; the text itself may be valid nevertheless. */
  private Optional<ShapedQuery> shaped(
      QueryShape shape, PlanCache.Key original, Planning planning) {
    PlanCache.Key key = original.of(shape.sql());
    if (unplannable.getIfPresent(key) != null) {
      return Optional.empty();
    }
    try {
      PlannedQuery plan = known(key).orElseGet(() -> planned(key, planning));
      Optional<QueryShape> fitting = shape.fitting(plan.parameters());
      return fitting.filter(shape::equals).isPresent()
          ? Optional.of(new ShapedQuery(plan, shape.values()))
          : fitting.flatMap(rest -> shaped(rest, original, planning));
    } catch (VitrineException refusal) {
      if (refusal.code() == ErrorCode.QUERY_CANCELED) {
        throw refusal;
      }
      unplannable.put(key, refusal.code());
      return Optional.empty();
    }
  }

  private Optional<PlannedQuery> known(PlanCache.Key key) {
    Optional<PlannedQuery> known = cache.get(key);
    known.ifPresent(plan -> counters.hit());
    return known;
  }

  /** Two threads may plan the same text at once, to the same result. */
  private PlannedQuery planned(PlanCache.Key key, Planning planning) {
    PlannedQuery planned = PlanningPool.SHARED.run(planning, () -> compile(key));
    cache.put(key, planned);
    return planned;
  }

  private PlannedQuery compile(PlanCache.Key key) {
    long start = System.nanoTime();
    try {
      return compiler().compile(key);
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
