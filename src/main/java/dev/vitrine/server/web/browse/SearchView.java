package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.View;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Results of a search over names, comments, tags and aliases of models. */
public record SearchView(String text, Listing list) implements View {
  /** Equal texts first, then those that begin with the text, then the others. */
  private static final String MODELS =
      "SELECT m.full_name, m.comment, m.updated_at, m.updated_by FROM"
          + " (SELECT full_name AS found, MIN(CASE WHEN LOWER(term) = ? THEN 0"
          + " WHEN LOWER(term) LIKE ? ESCAPE '!' THEN 1 ELSE 2 END) AS place"
          + " FROM system.registry.search_terms WHERE LOWER(term) LIKE ? ESCAPE '!'"
          + " GROUP BY full_name) AS x"
          + " JOIN system.registry.models AS m ON m.full_name = x.found"
          + " ORDER BY x.place, m.full_name";

  static WebResponse of(Visit visit) {
    String text = visit.text("q").orElse("").strip();
    if (text.isEmpty()) {
      return new SearchView("", Listing.NONE);
    }
    String lower = text.toLowerCase(Locale.ROOT).replaceFirst(":\\s+", ":");
    String address = "/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    String start = ObjectLists.escaped(lower) + "%";
    return new SearchView(text, Listing.of(visit, address, MODELS, lower, start, "%" + start));
  }

  @Override
  public String template() {
    return "browse/search.jte";
  }

  @Override
  public String title() {
    return text.isEmpty() ? "Search" : "Search for " + text;
  }
}
