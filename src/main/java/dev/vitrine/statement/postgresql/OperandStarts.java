package dev.vitrine.statement.postgresql;

import dev.vitrine.catalog.PostgresqlWords;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** Finds the first token of the operand that a token ends, by matching brackets. Immutable. */
final class OperandStarts {
  private final List<QueryToken> tokens;

  /** For each bracket, and each CASE and END, the index of its partner; -1 if there is none. */
  private final int[] partners;

  OperandStarts(List<QueryToken> tokens) {
    this.tokens = tokens;
    this.partners = new int[tokens.size()];
    Arrays.fill(partners, -1);
    Deque<Integer> brackets = new ArrayDeque<>();
    Deque<Integer> cases = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      switch (word(i)) {
        case "(", "[" -> brackets.push(i);
        case ")", "]" -> pair(brackets, i);
        case "case" -> cases.push(i);
        case "end" -> pair(cases, i);
        default -> {}
      }
    }
  }

  private void pair(Deque<Integer> open, int close) {
    if (!open.isEmpty()) {
      int start = open.pop();
      partners[start] = close;
      partners[close] = start;
    }
  }

  /** The index of the bracket that closes this one; -1 if none does. */
  int closing(int open) {
    return partners[open];
  }

  /** The first token of the operand whose last token is {@code last}; empty if none ends there. */
  OptionalInt of(int last) {
    if (last < 0) {
      return OptionalInt.empty();
    }
    return switch (tokens.get(last).kind()) {
      case STRING -> OptionalInt.of(ofString(last));
      case PARAMETER -> OptionalInt.of(last);
      case WORD, QUOTED_NAME -> ofWord(last);
      case SYMBOL ->
          word(last).equals(")") || word(last).equals("]") ? ofBracket(last) : OptionalInt.empty();
    };
  }

  private OptionalInt ofWord(int last) {
    return word(last).equals("end") && partners[last] >= 0
        ? OptionalInt.of(partners[last])
        : OptionalInt.of(ofName(last));
  }

  private OptionalInt ofBracket(int last) {
    return partners[last] < 0 ? OptionalInt.empty() : OptionalInt.of(ofCall(partners[last]));
  }

  /** Behind a type, a text is a literal of that type. */
  private int ofString(int last) {
    return last > 0 && PostgresqlWords.startsLiteral(word(last - 1)) ? last - 1 : last;
  }

  private int ofCall(int open) {
    boolean call = open > 0 && isName(open - 1) && !PostgresqlWords.isOfGrammar(word(open - 1));
    return call ? ofName(open - 1) : open;
  }

  private int ofName(int last) {
    int first = last;
    while (first >= 2 && word(first - 1).equals(".") && isName(first - 2)) {
      first -= 2;
    }
    // A number with a fraction may begin with its point.
    boolean fraction = first > 0 && word(first - 1).equals(".");
    return fraction ? first - 1 : first;
  }

  private boolean isName(int index) {
    QueryToken.Kind kind = tokens.get(index).kind();
    return kind == QueryToken.Kind.WORD || kind == QueryToken.Kind.QUOTED_NAME;
  }

  private String word(int index) {
    return tokens.get(index).lower();
  }
}
