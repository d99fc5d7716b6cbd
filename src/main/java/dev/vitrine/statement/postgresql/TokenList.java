package dev.vitrine.statement.postgresql;

import java.util.List;

/** Tokens by index; there is nothing in front of the first and behind the last. Immutable. */
final class TokenList {
  private final List<QueryToken> tokens;

  TokenList(List<QueryToken> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /** The token as it is written. */
  String text(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index).text() : "";
  }

  /** Whether the token is a string literal. */
  boolean isString(int index) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).kind() == QueryToken.Kind.STRING;
  }

  /** Whether the token is the marker of a parameter. */
  boolean isParameter(int index) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).kind() == QueryToken.Kind.PARAMETER;
  }

  /** The text that a string literal means. */
  String unquoted(int index) {
    String text = text(index);
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  /** Whether the token is this word, and not a part of a dotted name. */
  boolean isWord(int index, String word) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).kind() == QueryToken.Kind.WORD
        && text(index).equalsIgnoreCase(word)
        && !text(index - 1).equals(".");
  }

  /** Whether the characters of an operator are here, without blanks between them. */
  boolean isOperator(int index, String operator) {
    if (index + operator.length() > tokens.size()) {
      return false;
    }
    int start = tokens.get(index).start();
    for (int i = 0; i < operator.length(); i++) {
      if (tokens.get(index + i).start() != start + i
          || !text(index + i).equals(operator.substring(i, i + 1))) {
        return false;
      }
    }
    return true;
  }
}
