package dev.vitrine.server.pg.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL's names of types, and their names in the dialect. */
public final class TypeNames {
  private static final Map<String, String> DIALECT =
      Map.ofEntries(
          Map.entry("bool", "BOOLEAN"),
          Map.entry("boolean", "BOOLEAN"),
          Map.entry("int2", "INTEGER"),
          Map.entry("smallint", "INTEGER"),
          Map.entry("int", "INTEGER"),
          Map.entry("int4", "INTEGER"),
          Map.entry("integer", "INTEGER"),
          Map.entry("int8", "BIGINT"),
          Map.entry("bigint", "BIGINT"),
          Map.entry("oid", "BIGINT"),
          Map.entry("float", "DOUBLE"),
          Map.entry("float4", "DOUBLE"),
          Map.entry("float8", "DOUBLE"),
          Map.entry("real", "DOUBLE"),
          Map.entry("double precision", "DOUBLE"),
          Map.entry("numeric", "DECIMAL"),
          Map.entry("decimal", "DECIMAL"),
          Map.entry("text", "VARCHAR"),
          Map.entry("varchar", "VARCHAR"),
          Map.entry("character varying", "VARCHAR"),
          Map.entry("bpchar", "VARCHAR"),
          Map.entry("name", "VARCHAR"),
          Map.entry("unknown", "VARCHAR"),
          Map.entry("date", "DATE"),
          Map.entry("time", "TIME"),
          Map.entry("time without time zone", "TIME"),
          Map.entry("timestamp", "TIMESTAMP"),
          Map.entry("timestamptz", "TIMESTAMP"),
          Map.entry("timestamp without time zone", "TIMESTAMP"),
          Map.entry("timestamp with time zone", "TIMESTAMP"));

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
          : TypeNames.dialect(name)
              .map(
                  type ->
                      type.equals("VARCHAR") || type.equals("DECIMAL") ? type + arguments : type);
    }
  }

  /** The dialect's name of a type of PostgreSQL; empty if there is none. */
  static Optional<String> dialect(String name) {
    return Optional.ofNullable(DIALECT.get(name));
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
