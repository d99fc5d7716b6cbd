package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import java.util.List;
import java.util.Locale;

/** A catalog or schema of the present. */
public record Container(ObjectPath object, String owner, String comment) {
  private static final String CATALOG =
      "SELECT owner, comment FROM system.registry.catalogs WHERE catalog_name = ?";

  private static final String SCHEMA =
      "SELECT owner, comment FROM system.registry.schemas"
          + " WHERE catalog_name = ? AND schema_name = ?";

  /**
   * The one in the path of a request.
   *
   * @throws VitrineException as DESCRIBE does
   */
  public static Container of(UserRequest request) {
    List<String> names =
        request.context().pathParamMap().containsKey("schema")
            ? List.of(request.path("catalog"), request.path("schema"))
            : List.of(request.path("catalog"));
    ObjectPath asWritten = new ObjectPath(names);
    request.run(new Describe(ObjectRef.of(asWritten.securable()), false));
    ObjectPath object = ObjectPath.of(asWritten.fullName().toLowerCase(Locale.ROOT));
    boolean catalog = object.type() == SecurableType.CATALOG;
    Row row =
        request.rows(catalog ? CATALOG : SCHEMA, object.names()).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new VitrineException(
                        catalog ? ErrorCode.CATALOG_NOT_FOUND : ErrorCode.SCHEMA_NOT_FOUND,
                        "The object was dropped."));
    return new Container(object, row.text(0), row.text(1));
  }
}
