package dev.vitrine.server.web.past;

import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.content.DetailPart;
import java.util.Optional;

/**
 * The page of a version at a point in time.
 *
 * @param version empty if it did not exist
 * @param list of the tab for events
 * @param part of the other tabs
 */
public record PastVersionView(
    PastHead head,
    long number,
    Optional<PastVersion> version,
    Listing list,
    Optional<DetailPart> part)
    implements PastView {
  @Override
  public String template() {
    return "past/version.jte";
  }

  @Override
  public String title() {
    return head.name() + " version " + number + " as of " + DisplayFormat.exact(head.at().time());
  }

  @Override
  public int status() {
    return version.isPresent() ? 200 : 404;
  }
}
