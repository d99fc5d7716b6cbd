package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.browse.Listing;
import java.util.List;

/** The user's own tokens and groups. */
public record AccountView(String user, List<Row> tokens, List<Row> groups) implements View {
  /** The user's tokens; a user has at most 100 unexpired ones. */
  public static final String TOKENS =
      "SELECT token_id, comment, created_at, expires_at, last_used_at FROM system.registry.tokens"
          + " WHERE user_name = ? ORDER BY token_id LIMIT 500";

  static final String GROUPS =
      "SELECT group_name FROM system.registry.group_members WHERE member_name = ?"
          + " ORDER BY group_name LIMIT 500";

  static AccountView of(UserRequest request) {
    return new AccountView(
        request.user(), request.rows(TOKENS, request.user()), request.rows(GROUPS, request.user()));
  }

  /** The query of the groups. */
  public String groupsSql() {
    return Listing.filled(GROUPS, user);
  }

  @Override
  public String template() {
    return "account/account.jte";
  }

  @Override
  public String title() {
    return "Account";
  }
}
