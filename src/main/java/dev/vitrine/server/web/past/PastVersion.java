package dev.vitrine.server.web.past;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.content.Markdown;
import dev.vitrine.server.web.content.SafeHtml;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A version at a point in time.
 *
 * @param comment as far as it is visible
 * @param tags key and value
 */
public record PastVersion(
    String status,
    Optional<String> comment,
    Optional<String> source,
    Optional<String> runId,
    Optional<LocalDateTime> createdAt,
    String createdBy,
    List<PastAlias> aliases,
    List<Row> tags) {
  public PastVersion {
    aliases = List.copyOf(aliases);
    tags = List.copyOf(tags);
  }

  /** The description as HTML. */
  public Optional<SafeHtml> description() {
    return comment.map(Markdown::html);
  }
}
