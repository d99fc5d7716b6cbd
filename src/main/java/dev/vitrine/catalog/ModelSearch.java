package dev.vitrine.catalog;

import dev.vitrine.catalog.text.LikeText;
import java.util.List;
import java.util.Locale;

/**
 * A query for the models that contain a text in their name, full name, comment, tags or aliases.
 * Its columns are {@code found}, the full name, and {@code place}: 0 if one of these is equal to
 * the text, 1 if one begins with it, 2 otherwise.
 *
 * @param sql names relations with their schema and catalog
 * @param parameters all texts
 */
public record ModelSearch(String sql, List<String> parameters) {
  /** Texts of a model are between line feeds in one column. */
  private static final String LINES =
      "SELECT full_name AS found, CASE WHEN %1$s THEN 0 WHEN %1$s THEN 1 ELSE 2 END AS place"
              .formatted(contains())
          + " FROM \"system\".registry.search_texts WHERE "
          + contains();

  private static final String TERMS =
      "SELECT full_name AS found, MIN(CASE WHEN LOWER(term) = ? THEN 0"
          + " WHEN LOWER(term) LIKE ? ESCAPE '!' THEN 1 ELSE 2 END) AS place"
          + " FROM \"system\".registry.search_terms WHERE LOWER(term) LIKE ? ESCAPE '!'"
          + " GROUP BY full_name";

  public ModelSearch {
    parameters = List.copyOf(parameters);
  }

  /** The query for a text, in any case. */
  public static ModelSearch of(String text) {
    String key = text.toLowerCase(Locale.ROOT);
    // In the column of lines, a line feed ends a text, and a tab may have been a line feed.
    return key.indexOf('\n') < 0 && key.indexOf('\t') < 0 ? lines(key) : terms(key);
  }

  private static ModelSearch lines(String key) {
    return new ModelSearch(
        LINES, List.of("\n" + key + "\n", "\n" + key + "\n", "\n" + key, "\n" + key, key, key));
  }

  private static ModelSearch terms(String key) {
    String escaped = LikeText.escaped(key);
    return new ModelSearch(TERMS, List.of(key, escaped + "%", "%" + escaped + "%"));
  }

  /** A condition with the text as two parameters. Aliases are the shorter texts. */
  private static String contains() {
    String position = "POSITION(CAST(? AS VARCHAR(131072)) IN %s) > 0";
    return "(" + position.formatted("alias_texts") + " OR " + position.formatted("texts") + ")";
  }
}
