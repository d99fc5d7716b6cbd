package dev.vitrine.query.plan;

/** The stores that queries are pushed down to. */
public enum Dialect {
  POSTGRESQL,
  H2
}
