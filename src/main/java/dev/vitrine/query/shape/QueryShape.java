package dev.vitrine.query.shape;

import dev.vitrine.catalog.DataType;
import dev.vitrine.query.shape.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query whose literals in conditions are parameters: operands of comparisons, of BETWEEN and of
 * IN, and points in time of FOR SYSTEM_TIME AS OF. Patterns, arguments of functions, intervals, and
 * numbers of rows stay literals, because they determine types, costs or what may reveal a row.
 */
public final class QueryShape {
  /** More literals are rarely typed by people, and lists of this length rarely occur twice. */
  private static final int MOST_LITERALS = 50;

  /** Words after which an operand of a condition begins. */
  private static final Set<String> BEFORE_OPERAND =
      Set.of("(", "WHERE", "ON", "HAVING", "AND", "OR", "NOT", "WHEN");

  /** Tokens that end an operand of a condition, besides the end of the text. */
  private static final Set<String> AFTER_OPERAND =
      Set.of(
          ")",
          ",",
          "AND",
          "OR",
          "THEN",
          "WHEN",
          "ELSE",
          "END",
          "GROUP",
          "ORDER",
          "HAVING",
          "WINDOW",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "JOIN",
          "INNER",
          "LEFT",
          "RIGHT",
          "FULL",
          "CROSS",
          "NATURAL",
          "WHERE");

  private final String original;
  private final String sql;
  private final List<Literal> literals;

  private QueryShape(String original, List<Literal> literals) {
    this.original = original;
    this.literals = List.copyOf(literals);
    StringBuilder text = new StringBuilder(original.length());
    int copied = 0;
    for (Literal literal : literals) {
      text.append(original, copied, literal.start()).append('?');
      copied = literal.end();
    }
    this.sql = text.append(original, copied, original.length()).toString();
  }

  /**
   * The shape of a query.
   *
   * @param sql as Calcite's parser reads it
   * @return empty when it has parameters already, or no literal to replace
   */
  public static Optional<QueryShape> of(String sql) {
    if (sql.indexOf('\'') < 0 && sql.chars().noneMatch(Character::isDigit)) {
      return Optional.empty();
    }
    List<Token> tokens = Tokens.of(sql);
    if (tokens.stream().anyMatch(token -> token.is("?"))) {
      return Optional.empty();
    }
    List<Literal> literals = new Scan(tokens).literals();
    return literals.isEmpty() || literals.size() > MOST_LITERALS
        ? Optional.empty()
        : Optional.of(new QueryShape(sql, literals));
  }

  /** The text with a {@code ?} for each replaced literal. */
  public String sql() {
    return sql;
  }

  /** The values of the parameters, in order. */
  public List<Object> values() {
    return literals.stream().map(Literal::value).toList();
  }

  /**
   * The shape in which those literals stay that differ in type from their parameters.
   *
   * @param types of the parameters, as the plan of {@link #sql} has them
   * @return this shape if all are of the right type; empty if none is
   */
  public Optional<QueryShape> fitting(List<DataType> types) {
    List<Literal> fitting = new ArrayList<>();
    for (int i = 0; i < literals.size(); i++) {
      if (literals.get(i).fits(types.get(i))) {
        fitting.add(literals.get(i));
      }
    }
    if (fitting.size() == literals.size()) {
      return Optional.of(this);
    }
    return fitting.isEmpty() ? Optional.empty() : Optional.of(new QueryShape(original, fitting));
  }

  /** Finds the literals of one text. */
  private static final class Scan {
    private final List<Token> tokens;
    private final List<Literal> literals = new ArrayList<>();

    /**
     * The index of the parenthesis that closes a list of literals; those before it are its values.
     */
    private int listEnd;

    Scan(List<Token> tokens) {
      this.tokens = tokens;
    }

    List<Literal> literals() {
      Clauses clauses = new Clauses();
      for (int i = 0; i < tokens.size() && literals.size() <= MOST_LITERALS; i++) {
        if (clauses.inCondition()) {
          startList(i);
          add(i);
        } else if (clauses.inFrom() && isPointInTime(i)) {
          Literal.timestamp(token(i), token(i + 1)).ifPresent(literals::add);
        }
        clauses.pass(tokens.get(i));
      }
      return literals;
    }

    /** {@code FOR SYSTEM_TIME AS OF TIMESTAMP '…'}. */
    private boolean isPointInTime(int index) {
      return token(index).is("TIMESTAMP")
          && token(index + 1).kind() == Kind.STRING
          && token(index - 1).is("OF")
          && token(index - 2).is("AS")
          && token(index - 3).is("SYSTEM_TIME");
    }

    /** Adds the literal that begins with this token. */
    private void add(int index) {
      Token token = token(index);
      boolean typed =
          (token.is("DATE") || token.is("TIMESTAMP")) && token(index + 1).kind() == Kind.STRING;
      int after = index + (typed ? 2 : 1);
      if ((typed || token.isLiteral()) && isOperand(index, after)) {
        literal(token, token(index + 1)).ifPresent(literals::add);
      }
    }

    private static Optional<Literal> literal(Token token, Token next) {
      return switch (token.kind()) {
        case STRING -> Optional.of(Literal.string(token));
        case DIGITS -> Literal.integer(token);
        case WORD -> token.is("DATE") ? Literal.date(token, next) : Literal.timestamp(token, next);
        case COMPARISON, OTHER, END -> Optional.empty();
      };
    }

    /** Whether the tokens from {@code index} to before {@code after} are a whole operand. */
    private boolean isOperand(int index, int after) {
      boolean ends =
          token(after).kind() == Kind.END || AFTER_OPERAND.stream().anyMatch(token(after)::is);
      if (ends) {
        return isRight(index) || isBound(index) || index < listEnd;
      }
      return token(after).kind() == Kind.COMPARISON
          && BEFORE_OPERAND.stream().anyMatch(token(index - 1)::is)
          && !isBound(index)
          && !startsLiteral(after + 1);
    }

    /** {@code column = literal}, but not {@code 1 = 1}, whose parameters would have no type. */
    private boolean isRight(int index) {
      return token(index - 1).kind() == Kind.COMPARISON && !token(index - 2).isLiteral();
    }

    /** {@code column BETWEEN literal AND literal}. */
    private boolean isBound(int index) {
      boolean lower = token(index - 1).is("BETWEEN");
      boolean upper = token(index - 1).is("AND") && isBetween(index - 2);
      return lower || upper;
    }

    /** Whether the operand that ends with this token follows BETWEEN. */
    private boolean isBetween(int last) {
      boolean typed = token(last - 1).is("DATE") || token(last - 1).is("TIMESTAMP");
      return token(last).isLiteral() && token(last - (typed ? 2 : 1)).is("BETWEEN");
    }

    /** Looks once at a list that begins here: {@code IN (literal, …)}. */
    private void startList(int index) {
      if (!token(index).is("IN") || !token(index + 1).is("(")) {
        return;
      }
      int last = index + 2;
      while (token(last).isLiteral() && token(last + 1).is(",")) {
        last += 2;
      }
      if (token(last).isLiteral() && token(last + 1).is(")")) {
        listEnd = last + 1;
      }
    }

    private boolean startsLiteral(int index) {
      return token(index).isLiteral() || token(index + 1).kind() == Kind.STRING;
    }

    private Token token(int index) {
      return index < 0
          ? tokens.get(tokens.size() - 1)
          : tokens.get(Math.min(index, tokens.size() - 1));
    }
  }
}
