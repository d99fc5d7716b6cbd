package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.content.SafeHtml;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;
import java.util.Optional;

/**
 * The part at the top of the page of an object.
 *
 * @param tags key and value
 * @param tabs of the page
 */
public record ObjectHead(
    ObjectPath object,
    String owner,
    Optional<SafeHtml> description,
    List<Row> tags,
    Rights rights,
    List<Tab> tabs) {
  private static final String TAGS =
      "SELECT tag_name, tag_value FROM system.registry.tags WHERE object_type = ? AND full_name = ?"
          + " ORDER BY tag_name";

  static ObjectHead of(
      UserRequest request, ObjectPath object, String owner, String comment, String... tabs) {
    return new ObjectHead(
        object,
        owner,
        comment.isEmpty() ? Optional.empty() : Optional.of(Markdown.html(comment)),
        request.rows(TAGS, object.type().name(), object.fullName()),
        Rights.of(request, object, owner),
        Tab.of(object.href(), request.text("tab").orElse(""), tabs));
  }

  /** The label of the tab that is shown. */
  public String tab() {
    return Tab.shown(tabs);
  }
}
