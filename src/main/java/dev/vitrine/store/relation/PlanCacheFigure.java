package dev.vitrine.store.relation;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of the plan cache. The store does not know them: they are parameters of the query
 * behind the relation {@code plan_cache}, in this order.
 */
public enum PlanCacheFigure implements SecuredRelations.Parameter {
  HITS("Queries whose plan was in the cache"),
  MISSES("Queries that were planned"),
  REFUSALS("Queries that could not be planned; each is a miss too"),
  EVICTIONS("Plans that were evicted"),
  PLANS("Plans in the cache"),
  CAPACITY("Maximum number of plans in the cache"),
  PLANNING_MICROSECONDS("Total planning time in microseconds"),
  SLOWEST_MICROSECONDS("Longest planning time in microseconds");

  static final SecuredRelation RELATION =
      new SecuredRelation(
          new Relation(
              "registry",
              "plan_cache",
              "One row, for admins only: statistics of this process's plan cache.",
              Arrays.stream(values()).map(PlanCacheFigure::column).toList()),
          SqlText.of(
              "SELECT {figures} FROM {is_admin}",
              Map.of(
                  "figures",
                  Arrays.stream(values())
                      .map(figure -> "CAST(? AS BIGINT) AS " + figure.label())
                      .collect(Collectors.joining(", ")))));

  static final List<PlanCacheFigure> ALL = List.of(values());

  private final String meaning;

  PlanCacheFigure(String meaning) {
    this.meaning = meaning;
  }

  private Column column() {
    return Column.bigint(label(), false, meaning);
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
