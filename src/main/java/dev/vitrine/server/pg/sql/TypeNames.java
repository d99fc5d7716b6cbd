package dev.vitrine.server.pg.sql;

import dev.vitrine.catalog.PostgresqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads PostgreSQL's names of types. */
public final class TypeNames {
  /** Second words of types, after these first words. */
  private static final Map<String, Set<String>> SECOND =
      Map.of(
          "double", Set.of("precision"),
          "character", Set.of("varying"),
          "timestamp", Set.of("with", "without"),
          "time", Set.of("with", "without"));

  private TypeNames() {}

  /**
   * A type as a text names it.
   *
   * @param name in lower case, without schema, arguments and brackets
   * @param arguments such as {@code (10, 2)}; empty for none
   * @param array whether brackets follow
   * @param last index of its last token
   */
  public record Named(String name, String arguments, boolean array, int last) {
    /** The type in the dialect, if it has it. */
    public Optional<String> dialect() {
      return array
          ? Optional.empty()
          : PostgresqlWords.type(name)
              .map(
                  type ->
                      type.equals("VARCHAR") || type.equals("DECIMAL") ? type + arguments : type);
    }
  }

  /** The type at a token; empty if there is none. */
  public static Optional<Named> read(PgText source, int first) {
    List<PgToken> tokens = source.tokens();
    int at = first;
    if (at + 2 < tokens.size() && tokens.get(at).isName() && tokens.get(at + 1).isSymbol(".")) {
      at += 2;
    }
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    words.add(tokens.get(at).text());
    Set<String> second = SECOND.getOrDefault(tokens.get(at).text(), Set.of());
    if (at + 1 < tokens.size() && second.contains(tokens.get(at + 1).text())) {
      words.add(tokens.get(++at).text());
      if (tokens.get(at).text().startsWith("with")) {
        while (words.size() < 4 && at + 1 < tokens.size()) {
          words.add(tokens.get(++at).text());
        }
      }
    }
    StringBuilder arguments = new StringBuilder();
    if (at + 1 < tokens.size() && tokens.get(at + 1).isSymbol("(")) {
      do {
        at++;
        arguments.append(tokens.get(at).text());
      } while (at + 1 < tokens.size() && !tokens.get(at).isSymbol(")"));
    }
    boolean array = false;
    while (at + 2 < tokens.size()
        && tokens.get(at + 1).isSymbol("[")
        && tokens.get(at + 2).isSymbol("]")) {
      array = true;
      at += 2;
    }
    return Optional.of(new Named(String.join(" ", words), arguments.toString(), array, at));
  }
}
