package dev.vitrine.session.query;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Map;
import java.util.Optional;

/** Hints for errors of queries that have none. */
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

  public static VitrineException on(VitrineException failure) {
    return failure.hint().isEmpty()
        ? Optional.ofNullable(GENERAL.get(failure.code())).map(failure::withHint).orElse(failure)
        : failure;
  }
}
