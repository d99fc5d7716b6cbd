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
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.content.Note;
import dev.vitrine.server.web.detail.MetricsPart;
import dev.vitrine.server.web.detail.SignaturePart;
import dev.vitrine.statement.tree.Call.ReadModel;
import java.util.List;
import java.util.Optional;

/** The page of a version at a point in time. */
public final class PastVersionPage {
  private static final String VERSION =
      "SELECT status, comment, source, run_id, created_at, created_by"
          + " FROM system.registry.versions FOR SYSTEM_TIME AS OF %s"
          + " WHERE full_name = ? AND version = ?";

  private static final String ALIASES =
      "SELECT alias FROM system.registry.aliases FOR SYSTEM_TIME AS OF %s"
          + " WHERE full_name = ? AND version = ? ORDER BY alias_key";

  private static final String TAGS =
      "SELECT tag_name, tag_value FROM system.registry.version_tags FOR SYSTEM_TIME AS OF %s"
          + " WHERE full_name = ? AND version = ? ORDER BY tag_name";

  private PastVersionPage() {}

  /**
   * Shows it.
   *
   * @throws dev.vitrine.error.VitrineException INSUFFICIENT_PRIVILEGES without EXECUTE, as the page
   *     of the present
   */
  public static WebResponse show(UserRequest request) {
    RegisteredModel now = request.run(new ReadModel(Exchange.modelName(request.path("model"))));
    long number = Exchange.version(request.path("version"));
    String suffix = "/versions/" + number;
    PastSubject model = PastSubject.of(request, ObjectPath.of(now.fullName()), now.owner());
    return PastPage.of(request, model, suffix, past -> of(request, now, past, number, suffix));
  }

  private static WebResponse of(
      UserRequest request, RegisteredModel now, PastObject past, long number, String suffix) {
    PastHead head =
        PastHead.of(request, past, suffix, "Signature", "Metrics", "Files", "Lineage", "Activity");
    head.rights().require("EXECUTE");
    String query = past.at().in(VERSION);
    Optional<Row> row =
        head.exists()
            ? request.rows(query, past.name(), number).stream().findFirst()
            : Optional.empty();
    boolean activity = row.isPresent() && head.tab().equals("Activity");
    return new PastVersionView(
        head.with(Listing.filled(query, past.name(), number)),
        number,
        row.map(found -> version(request, now, past, number, found)),
        activity
            ? ObjectLists.events(request, head.object(), number, PointInTime.OrNow.at(past.at()))
            : Listing.NONE,
        activity ? Optional.empty() : row.map(found -> part(request, head, number)));
  }

  private static PastVersion version(
      UserRequest request, RegisteredModel now, PastObject past, long number, Row row) {
    List<PastAlias> aliases =
        request.rows(past.at().in(ALIASES), past.name(), number).stream()
            .map(alias -> PastAlias.of(now.aliases(), alias.text(0), number))
            .toList();
    return new PastVersion(
        row.text(0),
        row.optional(1),
        row.optional(2),
        row.optional(3),
        row.time(4),
        row.text(5),
        aliases,
        request.rows(past.at().in(TAGS), past.name(), number));
  }

  private static DetailPart part(UserRequest request, PastHead head, long number) {
    Optional<Note> note = head.note();
    if (note.isPresent()) {
      return note.get();
    }
    return head.tab().equals("Metrics")
        ? MetricsPart.of(request, head.name(), number, head.at())
        : SignaturePart.of(request, head.name(), number, head.at());
  }
}
