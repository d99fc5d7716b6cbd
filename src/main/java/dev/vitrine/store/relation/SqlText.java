package dev.vitrine.store.relation;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL text with named holes: {@code SELECT id FROM {my_catalogs}}. A hole that has the name of a
 * set of {@link Visibility} declares that the text reads this set; all other holes are filled with
 * parts. Only constants of the code are composed in this way; values of users are parameters.
 */
record SqlText(String text) {
  private static final Pattern HOLE = Pattern.compile("\\{([a-z][a-z_]*)}");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  /** A text block, whose line breaks and indentation become single spaces. */
  static SqlText of(String block) {
    return new SqlText(WHITE_SPACE.matcher(block.strip()).replaceAll(" "));
  }

  /** A text block with parts in some of its holes. */
  static SqlText of(String block, Map<String, ?> parts) {
    return of(block).with(parts);
  }

  /** Markers of parameters, for a list. */
  static String markers(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  static SqlText joined(String separator, List<SqlText> parts) {
    return new SqlText(parts.stream().map(SqlText::text).collect(Collectors.joining(separator)));
  }

  /**
   * The text with parts in the holes of their names; holes inside of the parts stay open.
   *
   * @throws IllegalArgumentException when a part fits no hole
   */
  SqlText with(Map<String, ?> parts) {
    if (!holes().containsAll(parts.keySet())) {
      throw new IllegalArgumentException("no holes for all of " + parts.keySet() + ": " + text);
    }
    return new SqlText(
        HOLE.matcher(text)
            .replaceAll(
                hole ->
                    Matcher.quoteReplacement(
                        parts.containsKey(hole.group(1))
                            ? requireNonNull(parts.get(hole.group(1))).toString()
                            : hole.group())));
  }

  /** The names of the open holes. */
  Set<String> holes() {
    return HOLE.matcher(text).results().map(hole -> hole.group(1)).collect(Collectors.toSet());
  }

  /**
   * The SQL, in which the open holes are replaced by the names of the sets.
   *
   * @throws IllegalStateException when a hole is not one of the sets
   */
  String reading(Set<String> sets) {
    Set<String> unknown = new HashSet<>(holes());
    unknown.removeAll(sets);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("unfilled holes " + unknown + ": " + text);
    }
    return HOLE.matcher(text).replaceAll((MatchResult hole) -> hole.group(1));
  }

  @Override
  public String toString() {
    return text;
  }
}
