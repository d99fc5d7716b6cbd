package dev.vitrine.query;

import dev.vitrine.catalog.Relation;
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
  private final Map<Key, PlannedQuery> cache;
  private volatile Optional<QueryCompiler> compiler = Optional.empty();

  /**
   * A planner of queries over {@code relations} for a store of kind {@code dialect}.
   *
   * @param cacheSize how many plans are remembered
   */
  public QueryPlanner(List<Relation> relations, Dialect dialect, int cacheSize) {
    this.relations = List.copyOf(relations);
    this.dialect = dialect;
    this.cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, PlannedQuery> eldest) {
            return size() > cacheSize;
          }
        };
  }

  /**
   * The plan of one query.
   *
   * @param sql SELECT, WITH, VALUES, TABLE or EXPLAIN PLAN FOR one of them; identifiers are quoted
   *     with double quotes
   * @throws dev.vitrine.error.VitrineException if it is wrong, or cannot be pushed down whole;
   *     positions are those in {@code sql}
   */
  public PlannedQuery plan(String sql, String currentCatalog, String currentSchema) {
    Key key = new Key(sql, currentCatalog, currentSchema);
    synchronized (cache) {
      PlannedQuery known = cache.get(key);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: two threads may plan the same text at once, to the same result.
    PlannedQuery planned = compiler().compile(sql, currentCatalog, currentSchema);
    synchronized (cache) {
      cache.put(key, planned);
    }
    return planned;
  }

  /**
   * Insists that the text is a query, whatever the names in it stand for: they may be made by the
   * statements in front of it.
   *
   * @throws dev.vitrine.error.VitrineException if it is not; positions are those in {@code sql}
   */
  public void requireSyntax(String sql) {
    compiler().requireSyntax(sql);
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
