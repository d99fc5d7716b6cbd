package dev.vitrine.store.h2;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.h2.index.QueryExpressionIndex;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time and the memory in which H2 plans one statement, and ends the planning when the
 * call is cancelled. Used by one thread.
 *
 * <p>H2 plans a relation or a query in FROM again for each set of conditions that an order of the
 * joined tables makes usable (org.h2.table.QueryExpressionTable.getBestPlanItem), and with it all
 * queries inside of it. The number of plans grows exponentially with the levels of queries and with
 * the joins on each level, and H2 checks for a cancel only while it reads rows. But for each table
 * of each order it looks for a plan in a map of those that it has made. This is that map.
 */
public final class H2Planning extends LinkedHashMap<Object, QueryExpressionIndex> {
  private static final long serialVersionUID = 1L;

  /**
   * 5,000 plans take some 3 s. Reports need at most 100, a join of 60 relations on one column 24,
   * and four levels of queries with two joins on each 600.
   */
  static final int MOST_PLANS = 5_000;

  /** Planning time of one statement; H2 has no limit of its own. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * Bytes of the plans that are kept; older ones are dropped. H2 looks for the plans of the query
   * that it plans, hardly ever for those of an earlier one.
   */
  static final long MOST_BYTES = 16L << 20;

  /**
   * Bytes of a plan for each character of its text, at most. Measured with plans of all relations:
   * 30 for {@code models}, 46 for {@code effective_grants}.
   */
  private static final int BYTES_PER_CHARACTER = 48;

  /** Bytes of the plan of a very short text. */
  private static final int BYTES_PER_PLAN = 1 << 10;

  private final transient Cancellation call;
  private final transient MemoryAccount memory;
  private final long start = System.nanoTime();
  private int plans;
  private long bytes;

  /**
   * For one statement.
   *
   * @param call the current call
   * @param memory account charged with the plans until {@link #release()}
   */
  public H2Planning(Cancellation call, MemoryAccount memory) {
    this.call = call;
    this.memory = memory;
  }

  /**
   * Looks for the plan of a table.
   *
   * @throws VitrineException QUERY_CANCELED when the call must end, STATEMENT_TOO_COMPLEX when the
   *     planning takes too long
   */
  @Override
  public @Nullable QueryExpressionIndex get(Object key) {
    call.check();
    if (System.nanoTime() - start > LONGEST.toNanos()) {
      throw tooComplex("takes more than " + LONGEST.toSeconds() + " s");
    }
    return super.get(H2PlanKey.shared(key));
  }

  /**
   * Adds the plan of a table.
   *
   * @throws VitrineException STATEMENT_TOO_COMPLEX when there are too many, OUT_OF_MEMORY when
   *     there is no memory for it
   */
  @Override
  public @Nullable QueryExpressionIndex put(Object key, QueryExpressionIndex plan) {
    if (plans == MOST_PLANS) {
      throw tooComplex(
          String.format(
              Locale.ROOT, "needs more than %,d plans of relations and sub-queries", MOST_PLANS));
    }
    long size = size(plan);
    memory.reserve(size);
    bytes += size;
    plans++;
    QueryExpressionIndex before = super.put(H2PlanKey.shared(key), plan);
    if (before != null) {
      free(before);
    }
    dropOldest();
    return before;
  }

  /** Estimated from the text, which H2 keeps with the plan: this composes no SQL. */
  private static long size(QueryExpressionIndex plan) {
    return BYTES_PER_PLAN + (long) BYTES_PER_CHARACTER * plan.getQuery().getSQL().length();
  }

  private void dropOldest() {
    Iterator<QueryExpressionIndex> oldest = values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      QueryExpressionIndex plan = oldest.next();
      oldest.remove();
      free(plan);
    }
  }

  private void free(QueryExpressionIndex plan) {
    long size = size(plan);
    memory.release(size);
    bytes -= size;
  }

  /** Drops the plans and releases their memory. */
  public void release() {
    clear();
    memory.release(bytes);
    bytes = 0;
    plans = 0;
  }

  private static VitrineException tooComplex(String effort) {
    return new VitrineException(
            ErrorCode.STATEMENT_TOO_COMPLEX,
            "Planning the query " + effort + ", the limit on an embedded store.")
        .withHint("Use fewer joins and fewer nested sub-queries, or use a PostgreSQL store.");
  }
}
