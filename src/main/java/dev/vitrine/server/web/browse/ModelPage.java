package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.detail.UsePart;
import dev.vitrine.server.web.lineage.LineagePart;
import dev.vitrine.statement.tree.Call.ReadModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The page of a model. */
final class ModelPage {
  private static final String VERSIONS =
      "SELECT version, status, source, created_at, created_by FROM system.registry.versions"
          + " WHERE full_name = ? AND version < ? ORDER BY version DESC";

  private static final String TAGS =
      "SELECT version, tag_name, tag_value FROM system.registry.version_tags"
          + " WHERE full_name = ? AND version BETWEEN ? AND ? ORDER BY version, tag_name";

  private static final String NEWER =
      "SELECT version, status, source, created_at, created_by FROM system.registry.versions"
          + " WHERE full_name = ? AND version > ? ORDER BY version";

  private ModelPage() {}

  static WebResponse show(UserRequest request) {
    RegisteredModel model = request.run(new ReadModel(Exchange.modelName(request.path("model"))));
    ObjectPath object = ObjectPath.of(model.fullName());
    ObjectHead head =
        ObjectHead.of(
            request,
            object,
            model.owner(),
            model.comment().orElse(""),
            "Versions",
            "Permissions",
            "Lineage",
            "Activity",
            "History",
            "Use");
    Listing list =
        switch (head.tab()) {
          case "Permissions" -> ObjectLists.grants(request, object);
          case "Activity" -> ObjectLists.events(request, object, PointInTime.OrNow.NOW);
          case "History" -> ObjectLists.history(request, object);
          case "Lineage", "Use" -> Listing.NONE;
          default -> versions(request, object);
        };
    boolean versions = head.tab().equals("Versions");
    return new ModelDetails(
        head,
        model,
        list,
        versions ? tags(request, object, list) : List.of(),
        versions ? VersionRange.of(request, object.fullName()) : VersionRange.NONE,
        head.tab().equals("Permissions") ? PrivilegePaths.of(request, object) : PrivilegePaths.NONE,
        part(request, model, head));
  }

  private static Optional<DetailPart> part(
      UserRequest request, RegisteredModel model, ObjectHead head) {
    return switch (head.tab()) {
      case "Lineage" -> {
        head.rights().require("EXECUTE");
        yield Optional.of(LineagePart.of(request, head.object().name()));
      }
      case "Use" -> Optional.of(UsePart.of(request, model));
      default -> Optional.empty();
    };
  }

  /**
   * Versions from the newest down: those before or after a number, otherwise the newest. The pages
   * of numbers beyond the ends are the newest versions.
   */
  private static Listing versions(UserRequest request, ObjectPath object) {
    Optional<Long> after = request.number("after");
    if (after.isPresent()) {
      List<Row> newer = new ArrayList<>(read(request, NEWER, object, after.get()));
      if (newer.size() == Listing.SIZE) {
        Collections.reverse(newer);
        return listing(newer, object, NEWER, after.get());
      }
    }
    long before = request.number("before").orElse(Long.MAX_VALUE);
    List<Row> rows = read(request, VERSIONS, object, before);
    if (rows.isEmpty() && before != Long.MAX_VALUE) {
      before = Long.MAX_VALUE;
      rows = read(request, VERSIONS, object, before);
    }
    return listing(rows, object, VERSIONS, before);
  }

  private static List<Row> read(UserRequest request, String query, ObjectPath object, long bound) {
    return request.rows(query + " LIMIT " + Listing.SIZE, object.fullName(), bound);
  }

  private static Listing listing(List<Row> rows, ObjectPath object, String query, long bound) {
    String sql = Listing.filled(query, object.fullName(), bound);
    return new Listing(rows, 1, false, sql, object.href());
  }

  private static List<Row> tags(UserRequest request, ObjectPath object, Listing versions) {
    List<Row> rows = versions.rows();
    return rows.isEmpty()
        ? List.of()
        : request.rows(
            TAGS, object.fullName(), rows.get(rows.size() - 1).number(0), rows.get(0).number(0));
  }
}
