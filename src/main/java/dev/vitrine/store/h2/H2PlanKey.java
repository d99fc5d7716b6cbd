package dev.vitrine.store.h2;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.h2.table.QueryExpressionTable;
import org.jspecify.annotations.Nullable;

/**
 * The key of a plan: a sub-query, without the conditions that the plan does not use.
 *
 * <p>H2 distinguishes plans by the conditions on each column (org.h2.table.QueryExpressionTable's
 * CacheKey), and plans a sub-query without usable conditions twice: once without an array of
 * conditions, once with an array of zeros. It also makes a plan for each set of conditions on a
 * sub-query that accepts none, for example one with OFFSET. All these plans are equal and find
 * their rows without a search key (org.h2.index.RegularQueryExpressionIndex), so one replaces the
 * others.
 */
final class H2PlanKey {
  private static final Field TABLE = field("queryExpressionTable");
  private static final Field CONDITIONS = field("masks");

  /** Compared by identity, as H2 does: sub-queries of equal names are equal objects for H2. */
  private record WithoutConditions(QueryExpressionTable table) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof WithoutConditions key && key.table == table;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(table);
    }
  }

  private H2PlanKey() {}

  private static Field field(String name) {
    try {
      Field field =
          Class.forName("org.h2.table.QueryExpressionTable$CacheKey").getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException exception) {
      throw new IllegalStateException("this version of H2 is not supported", exception);
    }
  }

  /** The same key for all plans that are equal. */
  static Object shared(Object key) {
    if (!CONDITIONS.getDeclaringClass().isInstance(key)) {
      return key;
    }
    try {
      QueryExpressionTable table = (QueryExpressionTable) TABLE.get(key);
      int[] conditions = (int[]) CONDITIONS.get(key);
      boolean none =
          conditions == null
              || Arrays.stream(conditions).allMatch(condition -> condition == 0)
              || !table.getQuery().allowGlobalConditions();
      return none ? new WithoutConditions(table) : key;
    } catch (IllegalAccessException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
