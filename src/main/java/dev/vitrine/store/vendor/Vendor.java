package dev.vitrine.store.vendor;

import java.time.Duration;

/** The supported databases and the differences of their SQL. */
public enum Vendor {
  POSTGRESQL,
  H2;

  /** H2 waits for a lock again and again, so that the wait can be cancelled in between. */
  private static final int H2_LOCK_MILLIS = 100;

  /**
   * A join to the row that a foreign key points at, which is always there. PostgreSQL leaves a join
   * out where a query needs nothing of the parent, but only an outer one; H2 never does, and picks
   * the best order among inner ones only.
   */
  public String parentJoin() {
    return switch (this) {
      case POSTGRESQL -> "LEFT JOIN";
      case H2 -> "JOIN";
    };
  }

  /**
   * A further condition of the join of models with their containers, which follows from the others.
   * Only with it does H2 find the schema of a name in a catalog first, and then its models; without
   * it, H2 reads all models of the catalog. PostgreSQL estimates fewer rows than there are with it.
   */
  public String schemaJoin(String condition) {
    return switch (this) {
      case POSTGRESQL -> "";
      case H2 -> "AND " + condition;
    };
  }

  /**
   * Opens a CTE whose rows are computed before anything outside it is evaluated, if {@code fenced}.
   * H2 evaluates the inner query first in any case.
   */
  public String cte(String name, boolean fenced) {
    if (this == H2) {
      return name + " AS (";
    }
    return name + (fenced ? " AS MATERIALIZED (" : " AS NOT MATERIALIZED (");
  }

  /**
   * Whether several statements can be sent in one text, which saves a round trip; the other kind
   * runs in this process, without round trips.
   */
  public boolean runsSeveralStatements() {
    return this == POSTGRESQL;
  }

  /** Sets how long statements of a connection wait for a lock of another transaction. */
  String lockTime(Duration longest) {
    return switch (this) {
      // PostgreSQL looks for deadlocks after a second, which must be before.
      case POSTGRESQL -> "SET lock_timeout = " + longest.plusMillis(200).toMillis();
      case H2 -> "SET LOCK_TIMEOUT " + H2_LOCK_MILLIS;
    };
  }

  /** The present in UTC by the clock of the store, also inside transactions where there is one. */
  public String utcClock() {
    return switch (this) {
      case POSTGRESQL -> "CAST(clock_timestamp() AT TIME ZONE 'UTC' AS TIMESTAMP(3))";
      case H2 -> "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS TIMESTAMP(3))";
    };
  }

  /** The JSON text of a character value, quotes included. */
  public String jsonString(String value) {
    return switch (this) {
      case POSTGRESQL -> "CAST(to_json(" + value + ") AS VARCHAR)";
      case H2 -> "CAST(CAST(" + value + " AS JSON) AS VARCHAR)";
    };
  }

  /**
   * The text in lower case by the rules of Unicode. PostgreSQL needs a collation for that. H2
   * follows the language of the JVM, and in Turkish and Lithuanian letters like I have others.
   */
  public String lower(String text) {
    return switch (this) {
      case POSTGRESQL -> "LOWER((" + text + ") COLLATE \"und-x-icu\")";
      case H2 ->
          "LOWER(TRANSLATE(REPLACE("
              + text
              + ", U&'\\0130', U&'i\\0307'), U&'IJ\\012e\\00cc\\00cd\\0128',"
              + " U&'ij\\012f\\00ec\\00ed\\0129'))";
    };
  }

  /** The values of a group, in an order, with commas between. */
  public String joined(String value, String order) {
    return switch (this) {
      case POSTGRESQL -> "string_agg(" + value + ", ',' ORDER BY " + order + ")";
      case H2 -> "LISTAGG(" + value + ", ',') WITHIN GROUP (ORDER BY " + order + ")";
    };
  }
}
