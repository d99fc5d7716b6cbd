package dev.vitrine.server.pg.sql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.SessionStatement.CopyOut;
import dev.vitrine.server.pg.sql.SessionStatement.CopyOut.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses COPY … TO STDOUT. For one statement. */
final class CopyParser {
  private static final Set<String> TRUE = Set.of("true", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "off", "0");

  private final PgText source;
  private final List<PgToken> tokens;
  private Layout layout = Layout.TEXT;
  private boolean header;
  private Optional<String> delimiter = Optional.empty();
  private Optional<String> nullText = Optional.empty();

  private CopyParser(PgText source) {
    this.source = source;
    this.tokens = source.tokens();
  }

  static CopyOut parse(PgText source) {
    return new CopyParser(source).parse();
  }

  private CopyOut parse() {
    int to = direction();
    if (tokens.get(to).isWord("from")) {
      throw new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, "COPY FROM is not supported.")
          .withHint("Change the registry with CREATE MODEL, ADD VERSION and the like.");
    }
    if (to + 1 >= tokens.size() || !tokens.get(to + 1).isWord("stdout")) {
      throw new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, "COPY can only write to STDOUT.")
          .withHint("In psql, use \\copy (query) to 'file'.");
    }
    for (int at = to + 2; at < tokens.size(); at++) {
      at = option(at);
    }
    boolean csv = layout == Layout.CSV;
    if (layout == Layout.BINARY && (header || delimiter.isPresent() || nullText.isPresent())) {
      throw new VitrineException(
          ErrorCode.PARSE_SYNTAX_ERROR,
          "DELIMITER, HEADER and NULL cannot be used with the format binary.");
    }
    return new CopyOut(
        query(to),
        layout,
        delimiter.orElse(csv ? "," : "\t"),
        header,
        nullText.orElse(csv ? "" : "\\N"));
  }

  private int direction() {
    int depth = 0;
    for (int at = 1; at < tokens.size(); at++) {
      PgToken token = tokens.get(at);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && (token.isWord("to") || token.isWord("from"))) {
        return at;
      }
    }
    throw source.syntaxError(tokens.size(), "TO STDOUT is expected here.");
  }

  /** The query in parentheses, or all rows of a relation. */
  private PgText query(int to) {
    if (to == 1) {
      throw source.syntaxError(1, "A query in parentheses is expected here.");
    }
    if (tokens.get(1).isSymbol("(") && tokens.get(to - 1).isSymbol(")") && to > 3) {
      return source.between(2, to - 1);
    }
    int open = 2;
    while (open < to && !tokens.get(open).isSymbol("(")) {
      open++;
    }
    String name = text(1, open - 1);
    if (open == to) {
      return PgText.split("TABLE " + name).get(0);
    }
    if (open + 1 >= to - 1 || !tokens.get(to - 1).isSymbol(")")) {
      throw source.syntaxError(open, "A list of columns is expected here.");
    }
    return PgText.split("SELECT " + text(open + 1, to - 2) + " FROM " + name).get(0);
  }

  private String text(int first, int last) {
    return source.text().substring(tokens.get(first).start(), tokens.get(last).end());
  }

  private int option(int at) {
    PgToken token = tokens.get(at);
    switch (token.text()) {
      case "csv" -> layout = Layout.CSV;
      case "binary" -> layout = Layout.BINARY;
      case "header" -> {
        String value = at + 1 < tokens.size() ? tokens.get(at + 1).text() : "";
        header = !FALSE.contains(value);
        return at + (TRUE.contains(value) || FALSE.contains(value) ? 1 : 0);
      }
      case "format" -> {
        layout =
            switch (value(at + 1).toLowerCase(Locale.ROOT)) {
              case "text" -> Layout.TEXT;
              case "csv" -> Layout.CSV;
              case "binary" -> Layout.BINARY;
              default ->
                  throw source.syntaxError(at + 1, "The format must be text, csv or binary.");
            };
        return at + 1;
      }
      case "delimiter" -> {
        int value = at + 1 < tokens.size() && tokens.get(at + 1).isWord("as") ? at + 2 : at + 1;
        delimiter = Optional.of(value(value));
        if (delimiter.get().length() != 1 || "\r\n\"\\".contains(delimiter.get())) {
          throw source.syntaxError(value, "The delimiter must be one character.");
        }
        return value;
      }
      case "null" -> {
        int value = at + 1 < tokens.size() && tokens.get(at + 1).isWord("as") ? at + 2 : at + 1;
        nullText = Optional.of(value(value));
        return value;
      }
      case "encoding" -> {
        if (!value(at + 1).toUpperCase(Locale.ROOT).matches("UTF-?8|UNICODE")) {
          throw source.syntaxError(at + 1, "The encoding is UTF8.");
        }
        return at + 1;
      }
      case "with", "(", ")", "," -> {}
      default -> throw source.syntaxError(at, "This option of COPY is not supported.");
    }
    return at;
  }

  private String value(int at) {
    if (at >= tokens.size()) {
      throw source.syntaxError(at, "A value is expected here.");
    }
    return tokens.get(at).text();
  }
}
