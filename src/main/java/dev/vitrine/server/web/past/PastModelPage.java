package dev.vitrine.server.web.past;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.ObjectLists;
import dev.vitrine.server.web.browse.PrivilegePaths;
import dev.vitrine.statement.tree.Call.ReadModel;
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

  private PastModelPage() {}

  /** Shows it. */
  public static WebResponse show(UserRequest request) {
    RegisteredModel now = request.run(new ReadModel(Exchange.modelName(request.path("model"))));
    PastSubject subject = PastSubject.of(request, ObjectPath.of(now.fullName()), now.owner());
    return PastPage.of(request, subject, "", past -> of(request, now, past));
  }

  private static WebResponse of(UserRequest request, RegisteredModel now, PastObject past) {
    PastHead head =
        PastHead.of(
            request, past, "", "Versions", "Permissions", "Lineage", "Activity", "History", "Use");
    PointInTime at = past.at();
    String name = past.name();
    boolean exists = head.exists();
    Listing list = exists ? list(request, head) : Listing.NONE;
    boolean versions = head.tab().equals("Versions") && !list.rows().isEmpty();
    boolean permissions = exists && head.tab().equals("Permissions");
    return new PastModelView(
        head,
        past.owner(),
        past.comment(),
        exists ? request.rows(at.in(TAGS), name) : List.of(),
        exists ? aliases(request, now, past) : List.of(),
        list,
        versions ? versionTags(request, head, list) : List.of(),
        permissions ? PastPermissions.why(request, head) : PrivilegePaths.NONE,
        head.note());
  }

  private static Listing list(UserRequest request, PastHead head) {
    return switch (head.tab()) {
      case "Versions" ->
          Listing.of(
              request, head.at().href(head.picker().page()), head.at().in(VERSIONS), head.name());
      case "Permissions" -> PastPermissions.grants(request, head);
      case "Activity" ->
          ObjectLists.events(request, head.object(), PointInTime.OrNow.at(head.at()));
      default -> Listing.NONE;
    };
  }

  private static List<PastAlias> aliases(
      UserRequest request, RegisteredModel now, PastObject past) {
    return request.rows(past.at().in(ALIASES), past.name()).stream()
        .map(row -> PastAlias.of(now.aliases(), row.text(0), row.number(1)))
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
}
