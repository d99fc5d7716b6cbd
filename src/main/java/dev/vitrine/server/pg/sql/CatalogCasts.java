package dev.vitrine.server.pg.sql;

import dev.vitrine.catalog.PostgresqlWords;
import java.util.List;
import java.util.Set;

/** Casts in a statement on PostgreSQL's catalog, translated. For one statement. */
final class CatalogCasts {
  /** Types of object IDs. */
  private static final Set<String> NUMBERS =
      Set.of("oid", "int", "int4", "int8", "integer", "bigint");

  /** Columns of type int2vector or oidvector: their subscripts begin with 0. */
  private static final Set<String> VECTORS =
      Set.of("indkey", "indoption", "indclass", "indcollation");

  private final PgText source;
  private final List<PgToken> tokens;
  private final TranslatedTokens translated;

  CatalogCasts(PgText source, TranslatedTokens translated) {
    this.source = source;
    this.tokens = source.tokens();
    this.translated = translated;
  }

  /** Whether a column of this name is a vector, whose subscripts begin with 0. */
  static boolean isVector(String name) {
    return VECTORS.contains(name);
  }

  /** The name of a type of the dialect in the database. */
  static String stored(String dialect) {
    return dialect.equals("DOUBLE") ? "DOUBLE PRECISION" : dialect;
  }

  /** A cast becomes a function or a CAST; returns the index of the type's last token. */
  int cast(int colons) {
    TypeNames.Named type =
        TypeNames.read(source, colons + 1)
            .orElseThrow(() -> source.syntaxError(colons + 1, "A type must follow '::'."));
    int start = translated.operand();
    if (start < 0) {
      throw source.syntaxError(colons, "A value must precede '::'.");
    }
    boolean literal = translated.text(translated.size() - 1).startsWith("'");
    int origin = tokens.get(colons).start();
    if (type.array()) {
      if (literal) {
        translated.call(start, "pgx_elements");
        translated.add("", ")", origin);
      }
      return type.last();
    }
    if (isVector(translated.lower(translated.size() - 1))
        && PostgresqlWords.type(type.name()).filter("VARCHAR"::equals).isPresent()) {
      translated.call(start, "array_to_string");
      translated.add("", ", ' ')", origin);
      return type.last();
    }
    boolean given = literal || isParameter();
    switch (type.name()) {
      case "regclass" -> {
        if (given) {
          call(start, "to_regclass", origin);
        }
        if (!given || isText(type.last() + 1)) {
          call(start, "pgx_relation", origin);
        }
      }
      case "regtype" -> {
        boolean number =
            type.last() + 2 < tokens.size()
                && tokens.get(type.last() + 1).isSymbol("::")
                && NUMBERS.contains(tokens.get(type.last() + 2).text());
        if (given) {
          call(start, "to_regtype", origin);
        } else {
          call(start, number ? "pgx_type_id" : "pgx_type_name", origin);
        }
      }
      case "regproc", "regnamespace", "regrole", "char", "regprocedure" ->
          castTo(start, "VARCHAR", origin);
      default ->
          PostgresqlWords.type(type.name())
              .ifPresent(name -> castTo(start, stored(name) + lengthOf(type), origin));
    }
    return type.last();
  }

  /** Whether a cast to a text follows. */
  private boolean isText(int colons) {
    return colons < tokens.size()
        && tokens.get(colons).isSymbol("::")
        && TypeNames.read(source, colons + 1)
            .flatMap(type -> PostgresqlWords.type(type.name()))
            .filter("VARCHAR"::equals)
            .isPresent();
  }

  private static String lengthOf(TypeNames.Named type) {
    return type.name().equals("varchar") || type.name().equals("numeric") ? type.arguments() : "";
  }

  private boolean isParameter() {
    return translated.text(translated.size() - 1).startsWith("?");
  }

  private void call(int start, String function, int origin) {
    translated.call(start, function);
    translated.add("", ")", origin);
  }

  void castTo(int start, String type, int origin) {
    translated.call(start, "CAST");
    translated.add(" ", "AS", origin);
    translated.add(" ", type, origin);
    translated.add("", ")", origin);
  }

  /** {@code CAST(x AS REGCLASS)}: the parenthesis stays, the function changes. */
  void castToRelation() {
    translated.truncate(translated.size() - 1);
    int depth = 0;
    for (int at = translated.size() - 1; at > 0; at--) {
      depth += translated.text(at).equals(")") ? 1 : translated.text(at).equals("(") ? -1 : 0;
      if (depth < 0) {
        translated.set(at - 1, "to_regclass");
        return;
      }
    }
  }
}
