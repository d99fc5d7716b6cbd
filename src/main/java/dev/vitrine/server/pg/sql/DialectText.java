package dev.vitrine.server.pg.sql;

import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement in the dialect, translated from PostgreSQL's spelling: numbered parameters and string
 * constants. The other forms of PostgreSQL are forms of the dialect.
 */
public final class DialectText {
  /** Maximum number of parameters, a limit of the protocol. */
  private static final int MOST_PARAMETERS = 65_535;

  private final PgText source;
  private final StringBuilder sql = new StringBuilder();
  private final Pieces pieces = new Pieces();
  private final List<Integer> parameters = new ArrayList<>();
  private int[] starts = {};

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
      if (token.isSymbol("?")) {
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
    pieces.add(gap, text, token.start());
  }

  private String translated(int index, PgToken token) {
    return switch (token.kind()) {
      case PARAMETER -> parameter(index, token);
      case PG_STRING -> token.literal();
      case WORD, QUOTED_NAME, STRING, NUMBER, SYMBOL, SEMICOLON ->
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
}
