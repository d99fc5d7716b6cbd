package dev.vitrine.server.rest.view;

import dev.vitrine.server.rest.Exchange;
import java.util.List;

/** The lists of shares and recipients that the user may see. */
public final class ShareRows {
  private static final String SHARES =
      "SELECT share_name, owner, comment, created_at, created_by, updated_at, updated_by"
          + " FROM shares WHERE TRUE";

  private static final String RECIPIENTS =
      "SELECT recipient_name, owner, comment, token_created_at, token_expires_at,"
          + " token_last_used_at, created_at, created_by, updated_at, updated_by"
          + " FROM recipients WHERE TRUE";

  private ShareRows() {}

  /** A page of the shares, with the columns of the relation {@code shares}. */
  public static Page<Object[]> shares(int size, Exchange exchange) {
    return page(new ListQuery(SHARES, "share_name", exchange), size);
  }

  /** A page of the recipients, with the columns of the relation {@code recipients}. */
  public static Page<Object[]> recipients(int size, Exchange exchange) {
    return page(new ListQuery(RECIPIENTS, "recipient_name", exchange), size);
  }

  private static Page<Object[]> page(ListQuery query, int size) {
    List<Object[]> rows = query.rows(size);
    return Page.of(rows, size, row -> (String) row[0]);
  }
}
