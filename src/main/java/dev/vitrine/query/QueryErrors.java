package dev.vitrine.query;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.parse.SyntaxErrors;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.validate.RelationNames;
import dev.vitrine.query.validate.ValidationMessage;
import java.util.Optional;
import java.util.UUID;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates all errors of Calcite to conditions and messages of Vitrine. */
final class QueryErrors {
  private static final Logger LOG = LoggerFactory.getLogger(QueryErrors.class);

  private final RelationNames names;

  QueryErrors(RelationNames names) {
    this.names = names;
  }

  VitrineException translate(Throwable failure, String sql) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VitrineException known) {
        return known;
      }
      if (cause instanceof SqlParseException syntax) {
        return SyntaxErrors.translate(syntax, sql);
      }
      if (cause instanceof CalciteContextException invalid) {
        return invalid(invalid, sql);
      }
      if (cause instanceof StackOverflowError) {
        return QueryLimits.tooDeep();
      }
    }
    // Calcite's planner fails with an error of its own when it is stopped.
    return Planning.currentEnd().orElseGet(() -> unexpected(failure));
  }

  private static VitrineException unexpected(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("Need to implement")
          || cause instanceof UnsupportedOperationException) {
        return new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE, "A construct of this query is not supported.")
            .withCause(failure);
      }
    }
    String id = UUID.randomUUID().toString();
    LOG.error("A query could not be planned: internal error {}", id, failure);
    return VitrineException.internal(id, failure);
  }

  private VitrineException invalid(CalciteContextException invalid, String sql) {
    Throwable reason = invalid.getCause();
    String message = reason == null ? "" : String.valueOf(reason.getMessage());
    Position position =
        new Position(Math.max(1, invalid.getPosLine()), Math.max(1, invalid.getPosColumn()));
    return ValidationMessage.translate(message, SourceText.at(sql, invalid), this::relationHint)
        .withPosition(position);
  }

  private Optional<String> relationHint(String name) {
    return names.closest(name.substring(name.lastIndexOf('.') + 1));
  }
}
