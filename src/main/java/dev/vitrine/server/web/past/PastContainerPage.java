package dev.vitrine.server.web.past;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Container;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.ObjectLists;
import dev.vitrine.server.web.browse.PrivilegePaths;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page of a catalog or schema at a point in time. */
public final class PastContainerPage {
  private static final String TAGS =
      "SELECT tag_name, tag_value FROM system.registry.tags FOR SYSTEM_TIME AS OF %s"
          + " WHERE object_type = ? AND full_name = ? ORDER BY tag_name";

  private static final String SCHEMAS =
      "SELECT schema_name, comment, owner, updated_at, updated_by FROM system.registry.schemas"
          + " FOR SYSTEM_TIME AS OF %s WHERE catalog_name = ? ORDER BY schema_name";

  private static final String MODELS =
      "SELECT model_name, comment, owner, updated_at, updated_by, latest_version"
          + " FROM system.registry.models FOR SYSTEM_TIME AS OF %s"
          + " WHERE catalog_name = ? AND schema_name = ? ORDER BY model_name";

  private static final String EXISTING =
      "SELECT schema_name FROM system.registry.schemas WHERE catalog_name = ?"
          + " AND schema_name BETWEEN ? AND ?";

  private PastContainerPage() {}

  /** Shows it. */
  public static WebResponse show(UserRequest request) {
    Container now = Container.of(request);
    PastSubject subject = PastSubject.of(request, now.object(), now.owner());
    return PastPage.of(request, subject, "", past -> of(request, past));
  }

  private static WebResponse of(UserRequest request, PastObject past) {
    ObjectPath object = past.object();
    boolean catalog = object.type() == SecurableType.CATALOG;
    PastHead head =
        catalog
            ? PastHead.of(request, past, "", "Content", "Permissions", "Activity")
            : PastHead.of(request, past, "", "Content", "Permissions", "Activity", "Dropped");
    if (!head.exists()) {
      return view(past, head, List.of(), Listing.NONE, Map.of(), PrivilegePaths.NONE);
    }
    PointInTime at = past.at();
    List<Row> tags = request.rows(at.in(TAGS), object.type().name(), object.fullName());
    return switch (head.tab()) {
      case "Permissions" ->
          view(
              past,
              head,
              tags,
              PastPermissions.grants(request, head),
              Map.of(),
              PastPermissions.why(request, head));
      case "Activity" ->
          view(
              past,
              head,
              tags,
              ObjectLists.events(request, object, PointInTime.OrNow.at(at)),
              Map.of(),
              PrivilegePaths.NONE);
      case "Dropped" -> view(past, head, tags, Listing.NONE, Map.of(), PrivilegePaths.NONE);
      default -> {
        Listing list =
            Listing.of(
                request,
                at.href(object.href()),
                at.in(catalog ? SCHEMAS : MODELS),
                object.names().toArray());
        yield view(past, head, tags, list, links(request, past, list.rows()), PrivilegePaths.NONE);
      }
    };
  }

  private static WebResponse view(
      PastObject past,
      PastHead head,
      List<Row> tags,
      Listing list,
      Map<String, String> links,
      PrivilegePaths why) {
    return new PastContainerView(
        head, past.owner(), past.comment(), tags, list, links, why, head.note());
  }

  /** The pages of the listed objects that exist today, by the names of then. */
  private static Map<String, String> links(UserRequest request, PastObject past, List<Row> rows) {
    ObjectPath object = past.object();
    Map<String, String> links = new TreeMap<>();
    if (rows.isEmpty()) {
      return links;
    }
    if (object.type() == SecurableType.CATALOG) {
      String first = rows.get(0).text(0);
      String last = rows.get(rows.size() - 1).text(0);
      request
          .rows(EXISTING, object.fullName(), first, last)
          .forEach(row -> links.put(row.text(0), past.at().href(object.child(row.text(0)).href())));
      return links;
    }
    String prefix = object.fullName() + ".";
    TodayNames.of(request, past.at(), rows.stream().map(row -> prefix + row.text(0)).toList())
        .forEach(
            (then, now) ->
                links.put(
                    then.substring(prefix.length()), past.at().href(ObjectPath.of(now).href())));
    return links;
  }
}
