package dev.vitrine.store;

/** The kinds of database that can hold a registry, and the little in which their SQL differs. */
public enum Vendor {
  POSTGRESQL,
  H2;

  /**
   * Opens a CTE whose rows are computed before anything outside it is evaluated, if {@code fenced}.
   * H2 evaluates the inner query first in any case.
   */
  String cte(String name, boolean fenced) {
    if (this == H2) {
      return name + " AS (";
    }
    return name + (fenced ? " AS MATERIALIZED (" : " AS NOT MATERIALIZED (");
  }
}
