package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.ModelSearch;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.WebResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Results of a search over names, comments, tags and aliases of models. */
public record SearchView(String text, Listing list) implements View {
  private static final String FOUND = "SELECT found FROM (%s) AS x ORDER BY place, found";

  private static final String MODELS =
      "SELECT full_name, comment, updated_at, updated_by FROM system.registry.models"
          + " WHERE full_name IN (%s)";

  static WebResponse of(UserRequest request) {
    String text = request.text("q").orElse("").strip();
    if (text.isEmpty()) {
      return new SearchView("", Listing.NONE);
    }
    String address = "/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    ModelSearch search = ModelSearch.of(text.replaceFirst(":\\s+", ":"));
    Listing found =
        Listing.of(request, address, FOUND.formatted(search.sql()), search.parameters().toArray());
    List<String> names = found.rows().stream().map(row -> row.text(0)).toList();
    return new SearchView(text, found.with(models(request, names), statement(text)));
  }

  /** Models by their names is a fast query; a join of all models with those found is not. */
  private static List<Row> models(UserRequest request, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    String markers = String.join(", ", Collections.nCopies(names.size(), "?"));
    Map<String, Row> models = new HashMap<>();
    request
        .rows(MODELS.formatted(markers), names.toArray())
        .forEach(row -> models.put(row.text(0), row));
    return names.stream().flatMap(name -> Stream.ofNullable(models.get(name))).toList();
  }

  private static String statement(String text) {
    return "SHOW MODELS SEARCH '" + text.replace("'", "''") + "'";
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
