package dev.vitrine.query.pushdown.function;

/** The common part of both stores' dialects, beyond Calcite's interface. */
public interface StoreDialect {

  /** A decimal type that keeps every digit. */
  String unboundedDecimal();

  /**
   * The time of the statement in UTC as a TIMESTAMP, independent of the time zone of the
   * connection.
   */
  String utcNow();
}
