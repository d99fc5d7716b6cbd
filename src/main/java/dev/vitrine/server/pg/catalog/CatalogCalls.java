package dev.vitrine.server.pg.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.CatalogText;
import java.util.Optional;
import java.util.Set;

/** The functions that statements on the catalog may call: nothing that needs much memory. */
final class CatalogCalls {
  private static final Set<String> ALLOWED =
      Set.of(
          "abs",
          "all",
          "and",
          "any",
          "array",
          "array_agg",
          "as",
          "avg",
          "bool_and",
          "bool_or",
          "by",
          "cardinality",
          "case",
          "cast",
          "ceil",
          "coalesce",
          "concat",
          "count",
          "distinct",
          "else",
          "every",
          "except",
          "exists",
          "extract",
          "filter",
          "floor",
          "from",
          "generate_series",
          "generate_subscripts",
          "greatest",
          "having",
          "in",
          "inner",
          "intersect",
          "is",
          "join",
          "least",
          "left",
          "length",
          "like",
          "lower",
          "ltrim",
          "max",
          "min",
          "mod",
          "not",
          "now",
          "nullif",
          "on",
          "or",
          "over",
          "partition",
          "position",
          "rank",
          "replace",
          "round",
          "row",
          "row_number",
          "rtrim",
          "select",
          "some",
          "string_agg",
          "substr",
          "substring",
          "sum",
          "then",
          "trim",
          "union",
          "unnest",
          "upper",
          "using",
          "values",
          "varchar",
          "when",
          "where",
          "with",
          "numeric",
          "_pg_expandarray",
          "array_length",
          "current_schema",
          "current_user",
          "session_user",
          "operator",
          "quote_ident");

  private CatalogCalls() {}

  /** The error of a statement that calls another function or is recursive. */
  static Optional<VitrineException> refusal(CatalogText text) {
    for (String call : text.calls()) {
      if (!ALLOWED.contains(call) && !CatalogDatabase.hasFunction(call)) {
        return Optional.of(
            new VitrineException(
                    ErrorCode.UNSUPPORTED_FEATURE,
                    "The function '" + call + "' is not supported on PostgreSQL's catalog.")
                .withHint("Read the relations of the registry instead."));
      }
    }
    return text.names().contains("recursive")
        ? Optional.of(
            new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "Recursive queries on PostgreSQL's catalog are not supported."))
        : Optional.empty();
  }
}
