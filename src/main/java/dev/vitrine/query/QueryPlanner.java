package dev.vitrine.query;

import dev.vitrine.catalog.Relation;
import dev.vitrine.error.VitrineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans queries and remembers the plans, the least recently used leaving first. The user is not
 * part of the key, because nothing of the user is part of a plan; failures are not remembered.
 * Nothing of Calcite is loaded before the first query. Safe for use by several threads.
 */
public final class QueryPlanner {
  private final List<Relation> relations;
  private final Dialect dialect;
  private final int capacity;
  private final Map<Key, PlannedQuery> cache;
  private final PlanCounters counters = new PlanCounters();
  private volatile Optional<QueryCompiler> compiler = Optional.empty();

  /**
   * A planner of queries over {@code relations} for a store of kind {@code dialect}.
   *
   * @param capacity how many plans are remembered
   */
  public QueryPlanner(List<Relation> relations, Dialect dialect, int capacity) {
    this.relations = List.copyOf(relations);
    this.dialect = dialect;
    this.capacity = capacity;
    this.cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, PlannedQuery> eldest) {
            boolean full = size() > capacity;
            if (full) {
              counters.evicted();
            }
            return full;
          }
        };
  }

  /**
   * The plan of one query.
   *
   * @param sql SELECT, WITH, VALUES or TABLE; identifiers are quoted with double quotes
   * @throws VitrineException if it is wrong, or cannot be pushed down whole; positions are those in
   *     {@code sql}
   */
  public PlannedQuery plan(String sql, String currentCatalog, String currentSchema) {
    Key key = new Key(sql, currentCatalog, currentSchema);
    synchronized (cache) {
      PlannedQuery known = cache.get(key);
      if (known != null) {
        counters.hit();
        return known;
      }
    }
    // Outside the lock: two threads may plan the same text at once, to the same result.
    PlannedQuery planned = compile(sql, currentCatalog, currentSchema);
    synchronized (cache) {
      cache.put(key, planned);
    }
    return planned;
  }

  private PlannedQuery compile(String sql, String currentCatalog, String currentSchema) {
    long start = System.nanoTime();
    try {
      return compiler().compile(sql, currentCatalog, currentSchema);
    } catch (VitrineException refusal) {
      counters.refused();
      throw refusal;
    } finally {
      counters.planned(System.nanoTime() - start);
    }
  }

  /** What has been planned and remembered so far, by all sessions. */
  public PlanStatistics statistics() {
    synchronized (cache) {
      return counters.read(cache.size(), capacity);
    }
  }

  /**
   * Insists that the text is a query, whatever the names in it stand for: they may be made by the
   * statements in front of it.
   *
   * @throws VitrineException if it is not; positions are those in {@code sql}
   */
  public void requireSyntax(String sql) {
    compiler().requireSyntax(sql);
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

  private record Key(String sql, String catalog, String schema) {}
}
