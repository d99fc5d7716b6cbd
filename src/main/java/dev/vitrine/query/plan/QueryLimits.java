package dev.vitrine.query.plan;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Locale;

/**
 * The size limits of queries, on both stores. They bound the time and the memory of planning here
 * and in the store. Each is reported as STATEMENT_TOO_COMPLEX.
 */
public final class QueryLimits {
  /** Relations in FROM, where each reference to a common table expression counts its relations. */
  public static final int RELATIONS = 64;

  /** Levels of sub-queries, calls and parentheses. */
  public static final int NESTING = 100;

  /** Operators one inside another, such as the sums in {@code 1 + 1 + 1}. */
  public static final int OPERATOR_NESTING = 1_000;

  /** LIKE, BETWEEN and SIMILAR TO in one expression, on one level of parentheses. */
  public static final int PATTERNS = 250;

  /** Values of one IN list. */
  public static final int LIST_VALUES = 10_000;

  /** Expressions, counted once for each place of use. */
  public static final int EXPRESSIONS = 50_000;

  /** Columns of a query or a sub-query; PostgreSQL has a limit of 1,664. */
  public static final int COLUMNS = 1_600;

  /** Of the query, and of the statement that is sent to the store; PostgreSQL has 16 bits. */
  public static final int PARAMETERS = 65_000;

  /** Groupings that GROUP BY with CUBE, ROLLUP or GROUPING SETS stands for. */
  public static final int GROUPINGS = 64;

  /** INTERSECT and EXCEPT in a query, which H2 plans and runs in quadratic time. */
  public static final int H2_SET_OPERATIONS = 100;

  /** Different points in time of FOR SYSTEM_TIME AS OF in a query. */
  public static final int POINTS_IN_TIME = 16;

  private QueryLimits() {}

  public static VitrineException tooManyPoints() {
    return tooComplex(
        "The query has more than " + POINTS_IN_TIME + " different points in time.",
        "Split the query.");
  }

  /** Reported by the push-down, too. */
  public static VitrineException tooManyRelations() {
    return tooComplex(
        "The query reads more than "
            + RELATIONS
            + " relations, counting each reference to a common table expression.",
        "Split the query.");
  }

  public static VitrineException tooDeep() {
    return tooComplex(
        "The query is nested too deeply: the limit is " + NESTING + " levels.",
        "Split the query, or write long lists with IN.");
  }

  public static VitrineException tooManyOperators() {
    return tooComplex(
        "An expression has too many operators in a row: the limit is "
            + number(OPERATOR_NESTING)
            + ".",
        "Split the expression, or write long lists with IN.");
  }

  public static VitrineException tooManyWords(int limit) {
    return tooComplex(
        "An expression is too long: the limit is "
            + number(limit)
            + " words without parentheses or commas.",
        "Put parentheses around groups of conditions, or write long lists with IN.");
  }

  public static VitrineException tooManyPatterns() {
    return tooComplex(
        "An expression combines too many conditions with LIKE or BETWEEN: the limit is "
            + PATTERNS
            + " of them in a row.",
        "Put parentheses around groups of conditions.");
  }

  public static VitrineException tooManyValues(int values) {
    return tooComplex(
        "The list has "
            + number(values)
            + " values: the limit is "
            + number(LIST_VALUES)
            + " values.",
        "Split the list into several queries.");
  }

  /** Reported by the push-down, too. */
  public static VitrineException tooManyExpressions() {
    return tooComplex(
        "The query has more than "
            + number(EXPRESSIONS)
            + " expressions, counting each use of a named expression.",
        "Split the query.");
  }

  public static VitrineException tooManyColumns() {
    return tooComplex(
        "The query or a part of it has more than " + number(COLUMNS) + " columns.",
        "Select fewer columns.");
  }

  public static VitrineException tooManySetOperations() {
    return tooComplex(
        "The query has more than "
            + H2_SET_OPERATIONS
            + " INTERSECT and EXCEPT, the limit on an embedded store.",
        "Split the query, or use a PostgreSQL store.");
  }

  public static VitrineException tooManyGroupings() {
    return tooComplex(
        "GROUP BY stands for more than " + GROUPINGS + " groupings.",
        "Use fewer columns in CUBE and ROLLUP.");
  }

  static VitrineException tooMuchWork() {
    return tooComplex(
        "Planning the query takes more work than is allowed.", "Split or simplify the query.");
  }

  public static VitrineException tooManyParameters() {
    return tooComplex(
        "The query has more than " + number(PARAMETERS) + " parameters.",
        "Send the values in several queries.");
  }

  private static VitrineException tooComplex(String problem, String hint) {
    return new VitrineException(ErrorCode.STATEMENT_TOO_COMPLEX, problem).withHint(hint);
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
