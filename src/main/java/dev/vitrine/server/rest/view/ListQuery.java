package dev.vitrine.server.rest.view;

import dev.vitrine.server.rest.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The query of a list whose pages follow each other by a column with a name. */
final class ListQuery {
  private final StringBuilder sql;
  private final String key;
  private final Exchange exchange;
  private final List<Object> parameters = new ArrayList<>();

  /**
   * @param select up to and with a condition, to which more are added
   */
  ListQuery(String select, String key, Exchange exchange) {
    this.sql = new StringBuilder(select).append(" AND ").append(key).append(" > ?");
    this.key = key;
    this.exchange = exchange;
    parameters.add(PageToken.key(exchange).orElse(""));
  }

  /** Whether the request includes objects that are visible through BROWSE only. */
  static boolean includesBrowsed(Exchange exchange) {
    return exchange.flag("include_browse", false);
  }

  /** Restricts the list to this name, compared without regard to case. */
  void and(String column, String name) {
    sql.append(" AND ").append(column).append(" = ?");
    parameters.add(name.toLowerCase(Locale.ROOT));
  }

  /** One row more than is shown, if there is one. */
  List<Object[]> rows(int size) {
    parameters.add(size + 1L);
    return exchange.rows(
        sql.append(" ORDER BY ").append(key).append(" FETCH FIRST ? ROWS ONLY").toString(),
        parameters);
  }
}
