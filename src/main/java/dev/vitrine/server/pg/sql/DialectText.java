package dev.vitrine.server.pg.sql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement in the dialect, translated from PostgreSQL's spelling: numbered parameters, {@code
 * ::}, string constants and names of types.
 */
public final class DialectText {
  /** Maximum number of parameters, a limit of the protocol. */
  private static final int MOST_PARAMETERS = 65_535;

  /** Words after which a parenthesis does not belong to a call. */
  private static final Set<String> NO_FUNCTIONS =
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
          "some");

  private final PgText source;
  private final StringBuilder sql = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Integer> parameters = new ArrayList<>();
  private int[] starts = {};

  /** A token of the output, and the offset in the client's text that it stands for. */
  private record Piece(String gap, String text, int origin) {}

  private DialectText(PgText source) {
    this.source = source;
  }

  /**
   * Translates a statement.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR where the translation is not possible
   */
  public static DialectText of(PgText source) {
    DialectText text = new DialectText(source);
    text.translate();
    return text;
  }

  public String sql() {
    return sql.toString();
  }

  /** The number of the client's parameter, from 1, of each {@code ?}. */
  public List<Integer> parameters() {
    return List.copyOf(parameters);
  }

  /** The position in the client's text of a position in {@link #sql}. */
  public Position origin(Position position) {
    int offset = PgText.offset(sql(), position);
    int nearest = 0;
    while (nearest + 1 < starts.length && starts[nearest + 1] <= offset) {
      nearest++;
    }
    int origin = pieces.get(nearest).origin();
    int inside = Math.max(0, offset - starts[nearest] - pieces.get(nearest).gap().length());
    return PgText.position(source.text(), Math.min(origin + inside, source.text().length()));
  }

  private void translate() {
    List<PgToken> tokens = source.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      PgToken token = tokens.get(i);
      if (token.isSymbol("::")) {
        i = cast(i);
      } else if (token.isSymbol("?")) {
        throw source
            .syntaxError(i, "'?' is not a parameter for PostgreSQL clients.")
            .withHint("Write parameters as $1, $2.");
      } else {
        add(i, translated(i, token));
      }
    }
    starts = new int[pieces.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = sql.length();
      sql.append(pieces.get(i).gap()).append(pieces.get(i).text());
    }
  }

  private void add(int index, String text) {
    PgToken token = source.tokens().get(index);
    String gap = "";
    if (index > 0) {
      String between = source.text().substring(source.tokens().get(index - 1).end(), token.start());
      gap = between.isBlank() ? between : between.indexOf('\n') < 0 ? " " : "\n";
    }
    pieces.add(new Piece(gap, text, token.start()));
  }

  private String translated(int index, PgToken token) {
    return switch (token.kind()) {
      case PARAMETER -> parameter(index, token);
      case PG_STRING -> "'" + token.text().replace("'", "''") + "'";
      case WORD -> word(index, token);
      case QUOTED_NAME, STRING, NUMBER, SYMBOL, SEMICOLON ->
          source.text().substring(token.start(), token.end());
    };
  }

  private String parameter(int index, PgToken token) {
    int number = token.text().length() > 5 ? 0 : Integer.parseInt(token.text());
    if (number < 1 || number > MOST_PARAMETERS) {
      throw source.syntaxError(index, "The parameter $" + token.text() + " is out of range.");
    }
    parameters.add(number);
    return "?";
  }

  /** The type of CAST( … AS type) is translated too. */
  private String word(int index, PgToken token) {
    List<PgToken> tokens = source.tokens();
    boolean type =
        index > 0
            && tokens.get(index - 1).isWord("as")
            && index + 1 < tokens.size()
            && (tokens.get(index + 1).isSymbol(")") || tokens.get(index + 1).isSymbol("("));
    String text = source.text().substring(token.start(), token.end());
    return type ? TypeNames.dialect(token.text()).orElse(text) : text;
  }

  /** Wraps the operand before {@code ::}; returns the index of the type's last token. */
  private int cast(int colons) {
    TypeNames.Named type =
        TypeNames.read(source, colons + 1)
            .orElseThrow(() -> source.syntaxError(colons + 1, "A type must follow '::'."));
    String name =
        type.dialect()
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "The type '" + type.name() + "' is not supported.")
                        .withPosition(
                            PgText.position(source.text(), source.tokens().get(colons + 1).start()))
                        .withHint(
                            "Supported are VARCHAR, INTEGER, BIGINT, DECIMAL, DOUBLE,"
                                + " BOOLEAN, DATE, TIME and TIMESTAMP."));
    int start = operand(colons);
    Piece first = pieces.get(start);
    pieces.set(start, new Piece("", first.text(), first.origin()));
    pieces.add(start, new Piece("", "(", first.origin()));
    pieces.add(start, new Piece(first.gap(), "CAST", first.origin()));
    int origin = source.tokens().get(colons).start();
    pieces.add(new Piece(" ", "AS", origin));
    pieces.add(new Piece(" ", name, source.tokens().get(colons + 1).start()));
    pieces.add(new Piece("", ")", origin));
    return type.last();
  }

  /** The piece with which the operand begins that the last piece ends. */
  private int operand(int colons) {
    int at = pieces.size() - 1;
    if (at < 0) {
      throw source.syntaxError(colons, "A value must precede '::'.");
    }
    if (pieces.get(at).text().equals(")")) {
      at = opening(at, colons);
      if (at == 0 || !isName(at - 1) || NO_FUNCTIONS.contains(lower(at - 1))) {
        return at;
      }
      at--;
    } else if (at > 0 && isString(at) && isTypeWord(lower(at - 1))) {
      return at - 1;
    }
    while (at >= 2 && pieces.get(at - 1).text().equals(".")) {
      at -= 2;
    }
    return at;
  }

  private int opening(int closing, int colons) {
    int depth = 0;
    for (int at = closing; at >= 0; at--) {
      String text = pieces.get(at).text();
      depth += text.equals(")") ? 1 : text.equals("(") ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    throw source.syntaxError(colons, "A parenthesis is not opened.");
  }

  private boolean isName(int piece) {
    String text = pieces.get(piece).text();
    return Character.isLetter(text.charAt(0)) || text.charAt(0) == '"' || text.charAt(0) == '_';
  }

  private boolean isString(int piece) {
    return pieces.get(piece).text().startsWith("'");
  }

  private static boolean isTypeWord(String word) {
    return word.equals("date") || word.equals("time") || word.equals("timestamp");
  }

  private String lower(int piece) {
    return pieces.get(piece).text().toLowerCase(Locale.ROOT);
  }
}
