package dev.vitrine.server.web.past;

import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.PrivilegePaths;
import java.util.List;

/** The page of a model at a point in time. */
public final class PastModelPage {
  private static final String TAGS =
      "SELECT tag_name, tag_value FROM system.registry.tags FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = 'MODEL' AND full_name = ? ORDER BY tag_name";

  private static final String ALIASES =
      "SELECT alias, version FROM system.registry.aliases FOR SYSTEM_TIME AS OF %s"
          + " WHERE full_name = ? ORDER BY alias_key";

  private static final String VERSIONS =
      "SELECT version, status, source, created_at, created_by FROM system.registry.versions"
          + " FOR SYSTEM_TIME AS OF %s WHERE full_name = ? ORDER BY version DESC";

  private static final String VERSION_TAGS =
      "SELECT version, tag_name, tag_value FROM system.registry.version_tags"
          + " FOR SYSTEM_TIME AS OF %s WHERE full_name = ? AND version BETWEEN ? AND ?"
          + " ORDER BY version, tag_name";

  private static final String GRANTS =
      "SELECT principal, privilege, grantor, granted_at, inherited_from_type, inherited_from_name"
          + " FROM system.registry.grants FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = 'MODEL' AND full_name = ? ORDER BY principal, privilege";

  private static final String PATHS =
      "SELECT privilege, via FROM system.registry.effective_grants FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = 'MODEL' AND full_name = ? AND principal = ?"
          + " ORDER BY privilege, via";

  private static final String NAMES =
      "SELECT name FROM system.registry.principals FOR SYSTEM_TIME AS OF %s"
          + " ORDER BY name LIMIT 200";

  private PastModelPage() {}

  /** Shows it. */
  public static WebResponse show(UserRequest request) {
    return PastModel.page(request, "", model -> of(request, model));
  }

  private static WebResponse of(UserRequest request, PastModel model) {
    PastHead head = PastHead.of(request, model, "", "Versions", "Permissions");
    PointInTime at = model.at();
    String name = model.name();
    boolean exists = head.exists();
    boolean permissions = exists && head.tab().equals("Permissions");
    Listing list = exists ? list(request, head, permissions) : Listing.NONE;
    return new PastModelView(
        head,
        model.then().map(row -> row.text(1)).orElse(""),
        model.then().flatMap(row -> row.optional(2)),
        exists ? request.rows(at.in(TAGS), name) : List.of(),
        exists ? aliases(request, model) : List.of(),
        list,
        permissions || list.rows().isEmpty() ? List.of() : versionTags(request, head, list),
        permissions ? why(request, head) : PrivilegePaths.NONE);
  }

  private static Listing list(UserRequest request, PastHead head, boolean permissions) {
    String page = head.picker().page();
    return permissions
        ? Listing.of(
            request, head.at().href(page + "?tab=permissions"), head.at().in(GRANTS), head.name())
        : Listing.of(request, head.at().href(page), head.at().in(VERSIONS), head.name());
  }

  private static List<PastAlias> aliases(UserRequest request, PastModel model) {
    return request.rows(model.at().in(ALIASES), model.name()).stream()
        .map(row -> PastAlias.of(model, row.text(0), row.number(1)))
        .toList();
  }

  private static List<Row> versionTags(UserRequest request, PastHead head, Listing versions) {
    List<Row> rows = versions.rows();
    return request.rows(
        head.at().in(VERSION_TAGS),
        head.name(),
        rows.get(rows.size() - 1).number(0),
        rows.get(0).number(0));
  }

  private static PrivilegePaths why(UserRequest request, PastHead head) {
    List<String> names =
        request.rows(head.at().in(NAMES)).stream().map(row -> row.text(0)).toList();
    String principal = request.text("why").orElse("").strip();
    if (principal.isEmpty()) {
      return new PrivilegePaths("", List.of(), "", names);
    }
    String paths = head.at().in(PATHS);
    return new PrivilegePaths(
        principal,
        request.rows(paths, head.name(), principal),
        Listing.filled(paths, head.name(), principal),
        names);
  }
}
