package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import java.util.List;

/** Whether the user is an admin, for the tooltips of controls; statements check again. */
final class Admin {
  private Admin() {}

  /** Why the user may not administer users and groups, or empty. */
  static String denied(UserRequest request) {
    if (request.remoteUser().claims().adminGroup().isPresent()) {
      return "";
    }
    List<Row> owner =
        request.rows(
            "SELECT 1 FROM system.registry.effective_grants WHERE object_type = 'METASTORE'"
                + " AND principal = ? AND via LIKE 'owner%' LIMIT 1",
            request.user());
    return owner.isEmpty() ? "Only admins can do this. Admins own the metastore." : "";
  }
}
