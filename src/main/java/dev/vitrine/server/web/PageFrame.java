package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.server.web.asset.Assets;
import java.net.URLEncoder;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The content of the layout that surrounds a page.
 *
 * @param user the name of the signed-in user; empty without one
 * @param csrf a token for the forms of the page
 * @param notice a message at the top of the page
 * @param tree the catalogs, open at the page's object
 * @param search the text in the search box
 * @param now the time of the request, UTC
 * @param historyStart the earliest time that pages can show, UTC; empty for pages without one
 */
public record PageFrame(
    Optional<String> user,
    String csrf,
    Optional<Notice> notice,
    List<Tree.Node> tree,
    String search,
    LocalDateTime now,
    Optional<LocalDateTime> historyStart) {
  public PageFrame {
    tree = List.copyOf(tree);
  }

  /** The address of a script or style sheet. */
  public String asset(String name) {
    return Assets.get().path(name);
  }

  /** The address of the SQL page with this query in its editor. */
  public String sqlLink(String sql) {
    return "/sql?q=" + URLEncoder.encode(sql, UTF_8);
  }

  /** "2 h ago", for the time of an event. */
  public String ago(LocalDateTime time) {
    return DisplayFormat.of(time, now);
  }
}
