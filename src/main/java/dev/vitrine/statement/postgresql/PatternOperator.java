package dev.vitrine.statement.postgresql;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** PostgreSQL's operators that match a pattern, and the same in words; longer ones come first. */
enum PatternOperator {
  NOT_ILIKE("!~~*", " NOT ILIKE "),
  NOT_LIKE("!~~", " NOT LIKE "),
  NOT_MATCH_ANY_CASE("!~*", " NOT RLIKE '(?i)' || "),
  ILIKE("~~*", " ILIKE "),
  LIKE("~~", " LIKE "),
  NOT_MATCH("!~", " NOT RLIKE "),
  MATCH_ANY_CASE("~*", " RLIKE '(?i)' || "),
  MATCH("~", " RLIKE ");

  private final String spelling;
  private final String keywords;

  PatternOperator(String spelling, String keywords) {
    this.spelling = spelling;
    this.keywords = keywords;
  }

  /** The operator that is here, given a test for spellings. */
  static Optional<PatternOperator> at(Predicate<String> test) {
    return Arrays.stream(values()).filter(operator -> test.test(operator.spelling)).findFirst();
  }

  String spelling() {
    return spelling;
  }

  /** The operator in the dialect, with blanks around it. */
  String keywords() {
    return keywords;
  }
}
