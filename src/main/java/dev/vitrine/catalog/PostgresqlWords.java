package dev.vitrine.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words of PostgreSQL's SQL, in lower case, with their meaning for the translation of texts. */
public final class PostgresqlWords {
  /** Words after which a parenthesis does not belong to a call. */
  private static final Set<String> GRAMMAR =
      Set.of(
          "and",
          "as",
          "between",
          "by",
          "case",
          "distinct",
          "else",
          "except",
          "from",
          "having",
          "in",
          "intersect",
          "is",
          "join",
          "like",
          "ilike",
          "limit",
          "not",
          "offset",
          "on",
          "or",
          "over",
          "select",
          "then",
          "union",
          "using",
          "values",
          "when",
          "where",
          "with",
          "filter",
          "all",
          "any",
          "some",
          "end",
          "return",
          "qualify",
          "escape");

  private static final Set<String> LITERAL_TYPES = Set.of("date", "time", "timestamp", "interval");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("bool", "BOOLEAN"),
          Map.entry("boolean", "BOOLEAN"),
          Map.entry("smallint", "SMALLINT"),
          Map.entry("tinyint", "TINYINT"),
          Map.entry("int2", "INTEGER"),
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
          Map.entry("double", "DOUBLE"),
          Map.entry("double precision", "DOUBLE"),
          Map.entry("numeric", "DECIMAL"),
          Map.entry("decimal", "DECIMAL"),
          Map.entry("text", "VARCHAR"),
          Map.entry("string", "VARCHAR"),
          Map.entry("varchar", "VARCHAR"),
          Map.entry("character varying", "VARCHAR"),
          Map.entry("char", "CHAR"),
          Map.entry("character", "CHAR"),
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

  private PostgresqlWords() {}

  /** Whether a parenthesis after the word does not belong to a call. */
  public static boolean isOfGrammar(String word) {
    return GRAMMAR.contains(word);
  }

  /** Whether a text after the word is a literal of the type that the word names. */
  public static boolean startsLiteral(String word) {
    return LITERAL_TYPES.contains(word);
  }

  /** The dialect's name of a type of PostgreSQL; empty if it has no such type. */
  public static Optional<String> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }
}
