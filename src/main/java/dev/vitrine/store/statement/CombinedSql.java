package dev.vitrine.store.statement;

import dev.vitrine.store.vendor.Vendor;
import java.util.List;

/**
 * Changes and a query that are sent in one round trip. The query, and the queries inside of the
 * changes, read the state before the changes. PostgreSQL runs the changes as parts of one query, so
 * that no two may change the same row; H2 runs them after the query, one after the other.
 */
public final class CombinedSql {
  private CombinedSql() {}

  /**
   * One text of them.
   *
   * @param changes INSERT, UPDATE or DELETE statements; one that reads a row that another changes
   *     comes before it
   */
  public static NamedSql of(Vendor vendor, String query, List<String> changes) {
    return NamedSql.of(
        switch (vendor) {
          case POSTGRESQL -> parts(changes) + query;
          case H2 -> query + "; " + String.join("; ", changes);
        });
  }

  private static String parts(List<String> changes) {
    StringBuilder sql = new StringBuilder("WITH ");
    for (int i = 0; i < changes.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append("change_").append(i);
      sql.append(" AS (").append(changes.get(i)).append(')');
    }
    return sql.append(' ').toString();
  }
}
