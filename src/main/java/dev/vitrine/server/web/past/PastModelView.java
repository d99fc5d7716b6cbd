package dev.vitrine.server.web.past;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.PrivilegePaths;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.content.Note;
import dev.vitrine.server.web.content.SafeHtml;
import java.util.List;
import java.util.Optional;

/**
 * The page of a model at a point in time.
 *
 * @param comment as far as it is visible
 * @param tags key and value
 * @param list of the tab that is shown
 * @param versionTags version, key and value, of the versions in the list
 * @param why paths of privileges of a principal
 * @param note why the tab has no past
 */
public record PastModelView(
    PastHead head,
    String owner,
    Optional<String> comment,
    List<Row> tags,
    List<PastAlias> aliases,
    Listing list,
    List<Row> versionTags,
    PrivilegePaths why,
    Optional<Note> note)
    implements PastView {
  public PastModelView {
    tags = List.copyOf(tags);
    aliases = List.copyOf(aliases);
    versionTags = List.copyOf(versionTags);
  }

  @Override
  public String template() {
    return "past/model.jte";
  }

  /** The description as HTML. */
  public Optional<SafeHtml> description() {
    return comment.map(Markdown::html);
  }

  /** The aliases of a version. */
  public List<PastAlias> aliases(long version) {
    return aliases.stream().filter(alias -> alias.version() == version).toList();
  }

  /** The tags of a version. */
  public List<Row> tags(long version) {
    return versionTags.stream().filter(tag -> tag.number(0) == version).toList();
  }
}
