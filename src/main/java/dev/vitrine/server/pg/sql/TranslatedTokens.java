package dev.vitrine.server.pg.sql;

import dev.vitrine.catalog.PostgresqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tokens of a translated statement, to which operators can refer back. For one thread. */
final class TranslatedTokens {
  private final List<Token> list = new ArrayList<>();

  /**
   * A token.
   *
   * @param gap white space before it
   * @param origin offset in the client's text that it stands for
   */
  record Token(String gap, String text, int origin) {}

  int size() {
    return list.size();
  }

  Token get(int index) {
    return list.get(index);
  }

  String text(int index) {
    return list.get(index).text();
  }

  void add(String gap, String text, int origin) {
    list.add(new Token(gap, text, origin));
  }

  void insert(int index, String gap, String text, int origin) {
    list.add(index, new Token(gap, text, origin));
  }

  void set(int index, String text) {
    Token before = list.get(index);
    list.set(index, new Token(before.gap(), text, before.origin()));
  }

  void truncate(int size) {
    list.subList(size, list.size()).clear();
  }

  /** Puts a function with an opening parenthesis before a token. */
  void call(int start, String function) {
    Token first = list.get(start);
    list.set(start, new Token("", first.text(), first.origin()));
    insert(start, "", "(", first.origin());
    insert(start, first.gap(), function, first.origin());
  }

  /** The token with which the operand begins that the last token ends; -1 if there is none. */
  int operand() {
    int at = list.size() - 1;
    if (at < 0) {
      return -1;
    }
    while (at > 0 && text(at).equals("]")) {
      at = opening(at, "[", "]") - 1;
    }
    if (at >= 0 && text(at).equals(")")) {
      at = opening(at, "(", ")");
      if (at <= 0 || !isName(at - 1) || PostgresqlWords.isOfGrammar(lower(at - 1))) {
        return at;
      }
      at--;
    } else if (at > 0 && text(at).startsWith("'") && PostgresqlWords.startsLiteral(lower(at - 1))) {
      return at - 1;
    } else if (at >= 0 && lower(at).equals("end")) {
      return caseOf(at);
    }
    while (at >= 2 && text(at - 1).equals(".")) {
      at -= 2;
    }
    return at;
  }

  private int opening(int closing, String open, String close) {
    int depth = 0;
    for (int at = closing; at >= 0; at--) {
      depth += text(at).equals(close) ? 1 : text(at).equals(open) ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private int caseOf(int end) {
    int depth = 0;
    for (int at = end; at >= 0; at--) {
      depth += lower(at).equals("end") ? 1 : lower(at).equals("case") ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private boolean isName(int token) {
    char first = text(token).charAt(0);
    return Character.isLetter(first) || first == '"' || first == '_';
  }

  String lower(int token) {
    return text(token).toLowerCase(Locale.ROOT);
  }
}
