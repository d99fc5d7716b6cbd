package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.View;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Results of a search over names, comments, tags and aliases of models. */
public record SearchView(String text, Listing list) implements View {
  private static final String COLUMNS =
      "SELECT m.full_name, m.comment, m.updated_at, m.updated_by,"
          + " CASE WHEN m.model_name = ? THEN 0 WHEN m.model_name LIKE ? ESCAPE '!' THEN 1"
          + " WHEN m.full_name LIKE ? ESCAPE '!' THEN 2 ELSE 3 END AS place"
          + " FROM system.registry.models AS m WHERE ";

  private static final String TEXTS =
      "m.full_name LIKE ? ESCAPE '!' OR LOWER(m.comment) LIKE ? ESCAPE '!'"
          + " OR m.full_name IN (SELECT full_name FROM system.registry.aliases"
          + " WHERE alias_key LIKE ? ESCAPE '!')"
          + " OR m.full_name IN (SELECT full_name FROM system.registry.tags"
          + " WHERE object_type = 'MODEL' AND (LOWER(tag_name) LIKE ? ESCAPE '!'"
          + " OR LOWER(tag_value) LIKE ? ESCAPE '!'))";

  private static final String TAG =
      "m.full_name IN (SELECT full_name FROM system.registry.tags"
          + " WHERE object_type = 'MODEL' AND tag_name = ? AND tag_value LIKE ? ESCAPE '!')";

  private static final String ORDER = " ORDER BY place, m.full_name";

  static WebResponse of(Visit visit) {
    String text = visit.text("q").orElse("").strip();
    String address = "/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return new SearchView("", new Listing(List.of(), 1, false, "", address));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String start = ObjectLists.escaped(lower) + "%";
    String part = "%" + start;
    int colon = text.indexOf(':');
    Listing list =
        colon > 0
            ? Listing.of(
                visit,
                address,
                COLUMNS + TAG + ORDER,
                lower,
                start,
                part,
                text.substring(0, colon).strip(),
                ObjectLists.escaped(text.substring(colon + 1).strip()) + "%")
            : Listing.of(
                visit,
                address,
                COLUMNS + "(" + TEXTS + ")" + ORDER,
                lower,
                start,
                part,
                part,
                part,
                part,
                part,
                part);
    return new SearchView(text, list);
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
