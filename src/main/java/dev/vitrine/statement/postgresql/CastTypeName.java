package dev.vitrine.statement.postgresql;

import dev.vitrine.catalog.PostgresqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a type in a cast, with PostgreSQL's names of types translated to the dialect's.
 *
 * @param name as written, in lower case, without arguments and brackets
 * @param arguments such as {@code (10, 2)}; empty without arguments
 * @param array whether brackets follow
 * @param next index of the first token behind it
 */
record CastTypeName(String name, String arguments, boolean array, int next) {
  static final String HINT =
      "Supported are VARCHAR, INTEGER, BIGINT, DECIMAL, DOUBLE, BOOLEAN, DATE, TIME and TIMESTAMP.";

  private static final Set<String> WITH_ARGUMENTS =
      Set.of("VARCHAR", "CHAR", "DECIMAL", "TIME", "TIMESTAMP");

  /** Names that are no types of the query parser. */
  private static final Set<String> OF_POSTGRESQL =
      Set.of(
          "int2",
          "int4",
          "int8",
          "oid",
          "float4",
          "float8",
          "bpchar",
          "name",
          "unknown",
          "timestamptz",
          "time without time zone",
          "timestamp without time zone",
          "timestamp with time zone");

  /** Second words of types, after these first words. */
  private static final Map<String, Set<String>> SECOND =
      Map.of(
          "double", Set.of("precision"),
          "character", Set.of("varying"));

  /** The name of the dialect; empty if it has no such type. */
  Optional<String> dialect() {
    return array
        ? Optional.empty()
        : PostgresqlWords.type(name)
            .map(type -> WITH_ARGUMENTS.contains(type) ? type + arguments : type);
  }

  /** Whether only PostgreSQL knows the name. */
  boolean isForeign() {
    return !array && OF_POSTGRESQL.contains(name);
  }

  /** The type that begins at a token; empty if no name is there. */
  static Optional<CastTypeName> at(int first, List<QueryToken> tokens) {
    Reading reading = new Reading(tokens, first);
    return reading.isName() ? Optional.of(reading.type()) : Optional.empty();
  }

  /** Reads one type. */
  private static final class Reading {
    private final List<QueryToken> tokens;
    private final List<String> words = new ArrayList<>();
    private int at;

    Reading(List<QueryToken> tokens, int first) {
      this.tokens = tokens;
      this.at = first;
    }

    /** Arguments can stand inside of a name: {@code timestamp(3) with time zone}. */
    CastTypeName type() {
      words.add(word());
      at++;
      if (SECOND.getOrDefault(words.get(0), Set.of()).contains(word())) {
        words.add(word());
        at++;
      }
      String arguments = arguments();
      boolean time = words.get(0).equals("time") || words.get(0).equals("timestamp");
      if (time && (word().equals("with") || word().equals("without")) && word(1).equals("time")) {
        for (int i = 0; i < 3; i++) {
          words.add(word());
          at++;
        }
      }
      boolean array = false;
      while (word().equals("[") && word(1).equals("]")) {
        array = true;
        at += 2;
      }
      return new CastTypeName(String.join(" ", words), arguments, array, at);
    }

    boolean isName() {
      return at < tokens.size() && tokens.get(at).canBeName();
    }

    private String arguments() {
      if (!word().equals("(")) {
        return "";
      }
      StringBuilder arguments = new StringBuilder();
      while (at < tokens.size() && !word().equals(")")) {
        arguments.append(word());
        at++;
      }
      at++;
      return arguments.append(')').toString();
    }

    private String word() {
      return word(0);
    }

    private String word(int distance) {
      return at + distance < tokens.size() ? tokens.get(at + distance).lower() : "";
    }
  }
}
