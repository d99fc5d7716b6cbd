package dev.vitrine.server.web.past;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.PrivilegePaths;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.content.Note;
import dev.vitrine.server.web.content.SafeHtml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of a catalog or schema at a point in time.
 *
 * @param comment as far as it is visible
 * @param tags key and value
 * @param list of the tab that is shown
 * @param links the pages of the listed objects that exist today, by the names of then
 * @param why paths of privileges of a principal
 * @param note why the tab has no past
 */
public record PastContainerView(
    PastHead head,
    String owner,
    Optional<String> comment,
    List<Row> tags,
    Listing list,
    Map<String, String> links,
    PrivilegePaths why,
    Optional<Note> note)
    implements PastView {
  public PastContainerView {
    tags = List.copyOf(tags);
    links = Map.copyOf(links);
  }

  @Override
  public String template() {
    return "past/container.jte";
  }

  /** The description as HTML. */
  public Optional<SafeHtml> description() {
    return comment.map(Markdown::html);
  }

  /** Whether it is a catalog, which contains schemas. */
  public boolean isCatalog() {
    return head.object().names().size() == 1;
  }
}
