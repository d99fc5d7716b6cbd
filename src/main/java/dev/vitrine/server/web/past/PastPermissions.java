package dev.vitrine.server.web.past;

import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.PrivilegePaths;
import java.util.List;

/** The grants on an object at a point in time, and the privileges that a principal had. */
final class PastPermissions {
  private static final String GRANTS =
      "SELECT principal, privilege, grantor, granted_at, inherited_from_type, inherited_from_name"
          + " FROM system.registry.grants FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = ? AND full_name = ? ORDER BY principal, privilege";

  private static final String PATHS =
      "SELECT privilege, via FROM system.registry.effective_grants FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = ? AND full_name = ? AND principal = ?"
          + " ORDER BY privilege, via";

  private static final String NAMES =
      "SELECT name FROM system.registry.principals FOR SYSTEM_TIME AS OF %s"
          + " ORDER BY name LIMIT 200";

  private PastPermissions() {}

  static Listing grants(UserRequest request, PastHead head) {
    return Listing.of(
        request,
        head.at().href(head.picker().page() + "?tab=permissions"),
        head.at().in(GRANTS),
        head.object().type().name(),
        head.name());
  }

  static PrivilegePaths why(UserRequest request, PastHead head) {
    List<String> names =
        request.rows(head.at().in(NAMES)).stream().map(row -> row.text(0)).toList();
    String principal = request.text("why").orElse("").strip();
    if (principal.isEmpty()) {
      return new PrivilegePaths("", List.of(), "", names);
    }
    String paths = head.at().in(PATHS);
    Object[] values = {head.object().type().name(), head.name(), principal};
    return new PrivilegePaths(
        principal, request.rows(paths, values), Listing.filled(paths, values), names);
  }
}
