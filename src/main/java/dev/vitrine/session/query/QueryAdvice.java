package dev.vitrine.session.query;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.ParsedQuery;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Hints and positions for errors of queries. */
public final class QueryAdvice {
  private static final Map<ErrorCode, String> GENERAL =
      Map.of(
          ErrorCode.PARSE_SYNTAX_ERROR,
          "Check the text before this position. Quote a name that is a keyword with backticks.",
          ErrorCode.UNSUPPORTED_FEATURE,
          "Rewrite the query. Only read-only SQL that the store can run as one statement is supported.",
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND,
          "SHOW MODELS lists models; information_schema.tables lists relations.",
          ErrorCode.UNRESOLVED_COLUMN,
          "SELECT * shows the columns that there are.",
          ErrorCode.DATATYPE_MISMATCH,
          "Use CAST to make the types the same.",
          ErrorCode.GROUPING_ERROR,
          "Aggregate functions belong into SELECT, HAVING and ORDER BY.",
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Check the arguments.");

  private QueryAdvice() {}

  /**
   * The result of {@code work} on a query, whose errors get positions in the user's text and a
   * hint.
   */
  public static <T> T placing(ParsedQuery query, Supplier<T> work) {
    try {
      return work.get();
    } catch (VitrineException exception) {
      VitrineException advised = on(exception);
      throw advised
          .position()
          .map(place -> query.original(place.line(), place.column()))
          .map(advised::withPosition)
          .orElse(advised);
    }
  }

  private static VitrineException on(VitrineException failure) {
    return failure.hint().isEmpty()
        ? Optional.ofNullable(GENERAL.get(failure.code())).map(failure::withHint).orElse(failure)
        : failure;
  }
}
