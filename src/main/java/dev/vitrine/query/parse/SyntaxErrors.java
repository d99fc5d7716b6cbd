package dev.vitrine.query.parse;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.SourceText;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Describes the unexpected token and the expected ones briefly. */
public final class SyntaxErrors {
  /** Expected words that an error lists. */
  private static final int MANY = 6;

  /** Characters of the text that an error quotes. */
  private static final int LONG = 30;

  private static final Pattern LEXICAL =
      Pattern.compile("^Lexical error at line (\\d+), column (\\d+)\\.");

  private static final Pattern TOKENS =
      Pattern.compile("'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/|(?<open>['\"])", Pattern.DOTALL);

  private SyntaxErrors() {}

  public static VitrineException translate(SqlParseException error, String sql) {
    if (sql.isBlank()) {
      return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "The query is empty.");
    }
    Optional<VitrineException> unclosed = unclosedQuote(sql);
    if (unclosed.isPresent()) {
      return unclosed.get();
    }
    String message = String.valueOf(error.getMessage());
    if (message.startsWith("Encountered \"<EOF>\"")) {
      return new VitrineException(
              ErrorCode.PARSE_SYNTAX_ERROR, "The query ends too early" + expected(error) + ".")
          .withPosition(SourceText.position(sql, sql.stripTrailing().length()));
    }
    Position position = position(error.getPos(), message);
    String found = found(sql, position);
    String expected = message.startsWith("Encountered") ? expected(error) : "";
    if (message.startsWith("Encountered") || LEXICAL.matcher(message).find()) {
      return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, found + expected + ".")
          .withPosition(position);
    }
    String line = message.lines().findFirst().orElse("").replaceFirst("\\.$", "");
    boolean internal = message.contains("java.") || message.contains("Index ");
    return new VitrineException(
            ErrorCode.PARSE_SYNTAX_ERROR, internal ? "The query cannot be parsed." : line + ".")
        .withPosition(position);
  }

  private static Optional<VitrineException> unclosedQuote(String sql) {
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      if (token.group("open") != null) {
        return Optional.of(
            new VitrineException(
                    ErrorCode.PARSE_SYNTAX_ERROR,
                    "The quote " + token.group("open") + " is not closed.")
                .withPosition(SourceText.position(sql, token.start())));
      }
    }
    return Optional.empty();
  }

  private static Position position(SqlParserPos place, String message) {
    if (place != null && place.getLineNum() > 0) {
      return SourceText.position(place);
    }
    Matcher lexical = LEXICAL.matcher(message);
    return lexical.find()
        ? new Position(
            Integer.parseInt(lexical.group(1)), Math.max(1, Integer.parseInt(lexical.group(2))))
        : new Position(1, 1);
  }

  /** The word at a position, or that there is none. */
  private static String found(String sql, Position position) {
    int start = SourceText.offset(sql, position.line(), position.column());
    if (start < 0 || start >= sql.length() || sql.substring(start).isBlank()) {
      return "The query ends too early";
    }
    char first = sql.charAt(start);
    int end = start + 1;
    if (Character.isJavaIdentifierPart(first)) {
      while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
        end++;
      }
    }
    String word = sql.substring(start, end);
    return "'" + (word.length() > LONG ? word.substring(0, LONG) + "…" : word) + "' is unexpected";
  }

  private static String expected(SqlParseException error) {
    Collection<String> tokens = error.getExpectedTokenNames();
    Set<String> words = new LinkedHashSet<>();
    for (String token : new TreeSet<>(tokens)) {
      words.add(word(token));
    }
    words.remove("");
    if (words.isEmpty() || words.size() > MANY) {
      return words.contains("a name") ? ": a name or an expression is expected here" : "";
    }
    return ": expected " + String.join(", ", words);
  }

  private static String word(String token) {
    if (token.contains("IDENTIFIER")) {
      return "a name";
    }
    if (token.contains("EOF")) {
      return "the end of the query";
    }
    if (token.contains("LITERAL") || token.contains("STRING")) {
      return token.contains("NUMERIC") || token.contains("INTEGER") ? "a number" : "a string";
    }
    if (token.startsWith("<")) {
      return "";
    }
    return token.replace("\"", "").toUpperCase(Locale.ROOT);
  }
}
