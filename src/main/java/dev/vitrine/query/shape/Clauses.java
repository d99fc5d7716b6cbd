package dev.vitrine.query.shape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Follows the clauses of a query and of its sub-queries, token by token. A literal may be replaced
 * in conditions only: in a list of columns it determines types and labels, and in GROUP BY and
 * ORDER BY the same expression may have to occur twice.
 */
final class Clauses {
  /** The kinds of clauses. */
  private enum Clause {
    /** Before the first keyword: a name, or the parentheses of WITH and FROM. */
    OUTSIDE,
    CONDITION,
    OTHER
  }

  private static final Map<String, Clause> KEYWORDS =
      Map.ofEntries(
          Map.entry("SELECT", Clause.OTHER),
          Map.entry("VALUES", Clause.OTHER),
          Map.entry("FROM", Clause.OUTSIDE),
          Map.entry("JOIN", Clause.OUTSIDE),
          Map.entry("ON", Clause.CONDITION),
          Map.entry("WHERE", Clause.CONDITION),
          Map.entry("HAVING", Clause.CONDITION),
          Map.entry("GROUP", Clause.OTHER),
          Map.entry("ORDER", Clause.OTHER),
          Map.entry("PARTITION", Clause.OTHER),
          Map.entry("WINDOW", Clause.OTHER),
          Map.entry("LIMIT", Clause.OTHER),
          Map.entry("OFFSET", Clause.OTHER),
          Map.entry("FETCH", Clause.OTHER),
          Map.entry("UNION", Clause.OTHER),
          Map.entry("INTERSECT", Clause.OTHER),
          Map.entry("EXCEPT", Clause.OTHER));

  private final Deque<Clause> open = new ArrayDeque<>();

  /** Enclosing clauses in which no literal may be replaced. */
  private int closed;

  private Clause current = Clause.OUTSIDE;

  /** Goes on behind the token. */
  void pass(Token token) {
    if (token.is("(")) {
      open.push(current);
      closed += current == Clause.OTHER ? 1 : 0;
    } else if (token.is(")") && !open.isEmpty()) {
      current = open.pop();
      closed -= current == Clause.OTHER ? 1 : 0;
    } else if (token.kind() == Token.Kind.WORD) {
      current = KEYWORDS.getOrDefault(token.text(), current);
    }
  }

  /**
   * Whether the next token belongs to a FROM clause, and to no clause that has to stay as it is.
   */
  boolean inFrom() {
    return current == Clause.OUTSIDE && closed == 0;
  }

  /** Whether the next token belongs to a condition. */
  boolean inCondition() {
    return current == Clause.CONDITION && closed == 0;
  }
}
