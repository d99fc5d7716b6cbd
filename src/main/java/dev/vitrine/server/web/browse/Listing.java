package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One page of the rows of a query, with the query for the SQL page.
 *
 * @param first number of the first row, from 1
 * @param more whether there are further rows
 * @param sql the query with its values
 * @param address of the page, without the number of the page
 */
public record Listing(List<Row> rows, long first, boolean more, String sql, String address) {
  /** Rows of a page. */
  static final int SIZE = 50;

  /** For tabs and pages without a list. */
  public static final Listing NONE = new Listing(List.of(), 1, false, "", "");

  /** Maximum number of pages; filters find the rows beyond them. */
  private static final long LAST_PAGE = 1_000;

  public Listing {
    rows = List.copyOf(rows);
  }

  /**
   * The rows of the requested page of a list.
   *
   * @param query with an order, without LIMIT
   */
  public static Listing of(UserRequest request, String address, String query, Object... values) {
    long page = Math.min(Math.max(request.number("page").orElse(1L), 1), LAST_PAGE);
    long skipped = (page - 1) * SIZE;
    List<Row> rows = request.rows(query + " LIMIT " + (SIZE + 1) + " OFFSET " + skipped, values);
    return new Listing(
        rows.subList(0, Math.min(rows.size(), SIZE)),
        skipped + 1,
        rows.size() > SIZE && page < LAST_PAGE,
        filled(query, values),
        address);
  }

  /** The same page with other rows, and a statement for the SQL page. */
  Listing with(List<Row> others, String statement) {
    return new Listing(others, first, more, statement, address);
  }

  /** The query with its values as literals. */
  public static String filled(String query, Object... values) {
    List<Object> left = new ArrayList<>();
    Collections.addAll(left, values);
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < query.length(); i++) {
      char unit = query.charAt(i);
      if (unit == '?' && !left.isEmpty()) {
        Object value = left.remove(0);
        sql.append(
            value instanceof Number ? value : "'" + value.toString().replace("'", "''") + "'");
      } else {
        sql.append(unit);
      }
    }
    return sql.toString();
  }

  /** The address of the next page, or of the one before. */
  public String page(int step) {
    long page = (first - 1) / SIZE + 1 + step;
    return address + (address.contains("?") ? "&" : "?") + "page=" + page;
  }

  /** The number of the last row. */
  public long last() {
    return first + rows.size() - 1;
  }
}
