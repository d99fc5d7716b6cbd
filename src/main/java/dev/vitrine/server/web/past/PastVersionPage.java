package dev.vitrine.server.web.past;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.detail.MetricsPart;
import dev.vitrine.server.web.detail.SignaturePart;
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
    long number = Exchange.version(request.path("version"));
    String suffix = "/versions/" + number;
    return PastModel.page(request, suffix, model -> of(request, model, number, suffix));
  }

  private static WebResponse of(UserRequest request, PastModel model, long number, String suffix) {
    PastHead head = PastHead.of(request, model, suffix, "Signature", "Metrics");
    head.rights().require("EXECUTE");
    String query = model.at().in(VERSION);
    Optional<Row> row =
        head.exists()
            ? request.rows(query, model.name(), number).stream().findFirst()
            : Optional.empty();
    return new PastVersionView(
        head.with(Listing.filled(query, model.name(), number)),
        number,
        row.map(found -> version(request, model, number, found)),
        row.map(found -> part(request, head, number)));
  }

  private static PastVersion version(UserRequest request, PastModel model, long number, Row row) {
    List<PastAlias> aliases =
        request.rows(model.at().in(ALIASES), model.name(), number).stream()
            .map(alias -> PastAlias.of(model, alias.text(0), number))
            .toList();
    return new PastVersion(
        row.text(0),
        row.optional(1),
        row.optional(2),
        row.optional(3),
        row.time(4),
        row.text(5),
        aliases,
        request.rows(model.at().in(TAGS), model.name(), number));
  }

  private static DetailPart part(UserRequest request, PastHead head, long number) {
    return head.tab().equals("Metrics")
        ? MetricsPart.of(request, head.name(), number, head.at())
        : SignaturePart.of(request, head.name(), number, head.at());
  }
}
