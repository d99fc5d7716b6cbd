package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.text.LikeText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import java.util.List;
import java.util.Locale;

/** The pages of catalogs and schemas. */
final class ContainerPage {
  private static final String CATALOG =
      "SELECT owner, comment, created_at, created_by FROM system.registry.catalogs"
          + " WHERE catalog_name = ?";

  private static final String SCHEMA =
      "SELECT owner, comment, created_at, created_by FROM system.registry.schemas"
          + " WHERE catalog_name = ? AND schema_name = ?";

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

  static WebResponse catalog(UserRequest request) {
    return page(request, new ObjectPath(List.of(request.path("catalog"))));
  }

  static WebResponse schema(UserRequest request) {
    return page(request, new ObjectPath(List.of(request.path("catalog"), request.path("schema"))));
  }

  private static WebResponse page(UserRequest request, ObjectPath asWritten) {
    // Refuses as DESCRIBE does.
    request.run(new Describe(ObjectRef.of(asWritten.securable()), false));
    ObjectPath object = ObjectPath.of(asWritten.fullName().toLowerCase(Locale.ROOT));
    boolean catalog = object.type() == SecurableType.CATALOG;
    Object[] names = object.names().toArray();
    List<Row> found = request.rows(catalog ? CATALOG : SCHEMA, names);
    if (found.isEmpty()) {
      throw new VitrineException(
          catalog ? ErrorCode.CATALOG_NOT_FOUND : ErrorCode.SCHEMA_NOT_FOUND,
          "The object was dropped.");
    }
    Row row = found.get(0);
    ObjectHead head =
        ObjectHead.of(
            request, object, row.text(0), row.text(1), catalog ? CATALOG_TABS : SCHEMA_TABS);
    Listing list =
        switch (head.tab()) {
          case "Permissions" -> ObjectLists.grants(request, object);
          case "Activity" -> ObjectLists.events(request, object);
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
