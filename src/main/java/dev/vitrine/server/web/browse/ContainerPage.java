package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.text.LikeText;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;

/** The pages of catalogs and schemas. */
final class ContainerPage {
  private static final String SCHEMAS =
      "SELECT schema_name, comment, owner, updated_at, updated_by FROM system.registry.schemas"
          + " WHERE catalog_name = ? ORDER BY schema_name";

  private static final String MODELS =
      "SELECT model_name, comment, owner, updated_at, updated_by, latest_version"
          + " FROM system.registry.models WHERE catalog_name = ? AND schema_name = ?"
          + " ORDER BY model_name";

  private static final String DROPPED =
      "SELECT full_name, model_id, owner, dropped_at, dropped_by, purge_at, versions, bytes"
          + " FROM system.registry.dropped_models WHERE full_name LIKE ? ESCAPE '!'"
          + " ORDER BY dropped_at DESC, model_id DESC";

  private static final String[] CATALOG_TABS = {"Content", "Permissions", "Activity"};
  private static final String[] SCHEMA_TABS = {"Content", "Permissions", "Activity", "Dropped"};

  private ContainerPage() {}

  static WebResponse show(UserRequest request) {
    Container container = Container.of(request);
    ObjectPath object = container.object();
    boolean catalog = object.type() == SecurableType.CATALOG;
    Object[] names = object.names().toArray();
    ObjectHead head =
        ObjectHead.of(
            request,
            object,
            container.owner(),
            container.comment(),
            catalog ? CATALOG_TABS : SCHEMA_TABS);
    Listing list =
        switch (head.tab()) {
          case "Permissions" -> ObjectLists.grants(request, object);
          case "Activity" -> ObjectLists.events(request, object, PointInTime.OrNow.NOW);
          case "Dropped" ->
              Listing.of(
                  request,
                  object.href() + "?tab=dropped",
                  DROPPED,
                  LikeText.escaped(object.fullName()) + ".%");
          default -> Listing.of(request, object.href(), catalog ? SCHEMAS : MODELS, names);
        };
    return new ContainerDetails(
        head,
        list,
        head.tab().equals("Permissions")
            ? PrivilegePaths.of(request, object)
            : PrivilegePaths.NONE);
  }
}
