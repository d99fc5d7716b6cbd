package dev.vitrine.server.pg.sql;

import dev.vitrine.server.pg.sql.SessionStatement.Fetch;
import dev.vitrine.server.pg.sql.SessionStatement.Fetch.Direction;
import java.util.List;

/** Parses FETCH and MOVE. For one statement. */
final class FetchParser {
  private final PgText source;
  private final List<PgToken> tokens;
  private int at = 1;

  private FetchParser(PgText source) {
    this.source = source;
    this.tokens = source.tokens();
  }

  static Fetch parse(PgText source, boolean move) {
    return new FetchParser(source).parse(move);
  }

  private Fetch parse(boolean move) {
    Direction direction = Direction.FORWARD;
    long count = 1;
    if (isSingle()) {
      // The only word is the name, also if it is one of those that follow.
      return new Fetch(name(), direction, count, move);
    }
    if (take("prior")) {
      count = -1;
    } else if (take("first")) {
      direction = Direction.ABSOLUTE;
    } else if (take("last")) {
      direction = Direction.ABSOLUTE;
      count = -1;
    } else if (take("absolute")) {
      direction = Direction.ABSOLUTE;
      count = number();
    } else if (take("relative")) {
      direction = Direction.RELATIVE;
      count = number();
    } else if (take("backward")) {
      count = -count();
    } else if (!take("next")) {
      take("forward");
      count = count();
    }
    if (!take("from")) {
      take("in");
    }
    return new Fetch(name(), direction, count, move);
  }

  private boolean isSingle() {
    return tokens.size() == 2 && tokens.get(1).isName();
  }

  private boolean take(String word) {
    boolean found = at < tokens.size() && tokens.get(at).isWord(word);
    at += found ? 1 : 0;
    return found;
  }

  /** A number of rows, or all; one row if there is none. */
  private long count() {
    if (take("all")) {
      return Fetch.ALL;
    }
    boolean given =
        at < tokens.size()
            && (tokens.get(at).kind() == PgToken.Kind.NUMBER
                || tokens.get(at).isSymbol("-")
                || tokens.get(at).isSymbol("+"));
    return given ? number() : 1;
  }

  private long number() {
    boolean negative = at < tokens.size() && tokens.get(at).isSymbol("-");
    if (negative || (at < tokens.size() && tokens.get(at).isSymbol("+"))) {
      at++;
    }
    try {
      int number = Integer.parseInt(at < tokens.size() ? tokens.get(at).text() : "");
      at++;
      return negative ? -number : number;
    } catch (NumberFormatException exception) {
      throw source.syntaxError(at, "A number of rows is expected here.").withCause(exception);
    }
  }

  private String name() {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      throw source.syntaxError(at, "A name is expected here.");
    }
    if (at + 1 < tokens.size()) {
      throw source.syntaxError(at + 1, "The statement should end here.");
    }
    return tokens.get(at).text();
  }
}
