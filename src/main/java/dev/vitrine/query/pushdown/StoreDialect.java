package dev.vitrine.query.pushdown;

import dev.vitrine.query.Dialect;
import org.apache.calcite.sql.SqlDialect;

/** The common part of both stores' dialects, beyond Calcite's interface. */
interface StoreDialect {

  /** A decimal type that keeps every digit. */
  String unboundedDecimal();

  /**
   * The time of the statement in UTC as a TIMESTAMP, independent of the time zone of the
   * connection.
   */
  String utcNow();

  /** The dialect of a store. */
  static SqlDialect of(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> PostgresqlStore.INSTANCE;
      case H2 -> H2Store.INSTANCE;
    };
  }
}
