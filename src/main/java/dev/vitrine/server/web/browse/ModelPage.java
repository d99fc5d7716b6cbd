package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.detail.UsePart;
import dev.vitrine.server.web.lineage.LineagePart;
import dev.vitrine.server.web.rights.Rights;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.QualifiedName;
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

  private static final String COUNT =
      "SELECT COUNT(*) FROM system.registry.versions WHERE full_name = ?";

  private ModelPage() {}

  static WebResponse show(Visit visit) {
    QualifiedName name = Exchange.modelName(visit.path("model"));
    RegisteredModel model = visit.run(new ReadModel(name));
    ObjectPath object = ObjectPath.of(model.fullName());
    ObjectHead head =
        ObjectHead.of(
            visit,
            object,
            model.owner(),
            model.comment().orElse(""),
            "Versions",
            "Permissions",
            "Lineage",
            "Activity",
            "Use");
    Listing list =
        switch (head.tab()) {
          case "Permissions" -> ObjectLists.grants(visit, object);
          case "Activity" -> ObjectLists.events(visit, object);
          case "Lineage", "Use" -> new Listing(List.of(), 1, false, "", object.href());
          default -> versions(visit, object);
        };
    boolean versions = head.tab().equals("Versions");
    return new ModelDetails(
        head,
        model,
        list,
        versions ? tags(visit, object, list) : List.of(),
        versions ? visit.rows(COUNT, object.fullName()).get(0).number(0) : 0,
        ObjectLists.paths(visit, object),
        part(visit, name, head.tab(), head.rights()));
  }

  private static Optional<DetailPart> part(
      Visit visit, QualifiedName model, String tab, Rights rights) {
    return switch (tab) {
      case "Lineage" -> {
        rights.require("EXECUTE");
        yield Optional.of(LineagePart.of(visit, model));
      }
      case "Use" -> Optional.of(UsePart.of(visit, model));
      default -> Optional.empty();
    };
  }

  /** Versions from the newest down, after the last one of the page before. */
  private static Listing versions(Visit visit, ObjectPath object) {
    long before = visit.number("before").orElse(Long.MAX_VALUE);
    List<Row> rows =
        visit.rows(VERSIONS + " LIMIT " + (Listing.SIZE + 1), object.fullName(), before);
    return new Listing(
        rows.subList(0, Math.min(rows.size(), Listing.SIZE)),
        1,
        rows.size() > Listing.SIZE,
        Listing.filled(VERSIONS, object.fullName(), before),
        object.href());
  }

  private static List<Row> tags(Visit visit, ObjectPath object, Listing versions) {
    List<Row> rows = versions.rows();
    return rows.isEmpty()
        ? List.of()
        : visit.rows(
            TAGS, object.fullName(), rows.get(rows.size() - 1).number(0), rows.get(0).number(0));
  }
}
