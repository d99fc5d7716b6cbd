package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ServiceException;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;

/**
 * Every SQLException of the driver: the subclass its SQLSTATE asks for, the condition with one
 * plain sentence, and a vendor code.
 */
public final class SqlErrors {
  private SqlErrors() {}

  /** Converts errors of requests to the engine. */
  public static SQLException from(RuntimeException failure) {
    if (failure instanceof ServiceException known) {
      SQLException failed = of(known.message(), known.sqlState(), known.vendorCode());
      return known.getCause() == null ? failed : caused(failed, known.getCause());
    }
    return caused(
        of(
            // The message of an exception may show a value, and a value may be a secret.
            Condition.INTERNAL_ERROR,
            "Internal error of the driver: " + failure.getClass().getName()),
        failure);
  }

  static SQLException of(Condition condition, String problem) {
    return of(condition.message(problem), condition.sqlState(), condition.vendorCode());
  }

  private static SQLException of(String message, String sqlState, int vendorCode) {
    if (vendorCode == Condition.STATEMENT_TIMEOUT.vendorCode()) {
      return new SQLTimeoutException(message, sqlState, vendorCode);
    }
    if (sqlState.equals("08001") || sqlState.equals("08006")) {
      return new SQLTransientConnectionException(message, sqlState, vendorCode);
    }
    return switch (sqlState.substring(0, 2)) {
      case "08" -> new SQLNonTransientConnectionException(message, sqlState, vendorCode);
      case "0A" -> new SQLFeatureNotSupportedException(message, sqlState, vendorCode);
      case "22" -> new SQLDataException(message, sqlState, vendorCode);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, sqlState, vendorCode);
      case "40" -> new SQLTransactionRollbackException(message, sqlState, vendorCode);
      case "42" -> new SQLSyntaxErrorException(message, sqlState, vendorCode);
      default -> new SQLException(message, sqlState, vendorCode);
    };
  }

  public static SQLException cannotConnect(String problem) {
    return of(Condition.CANNOT_CONNECT, problem);
  }

  public static SQLException connectionClosed() {
    return of(Condition.CONNECTION_CLOSED, "The connection is closed.");
  }

  public static SQLException statementClosed() {
    return of(Condition.STATEMENT_CLOSED, "The statement is closed.");
  }

  static SQLException lost(String problem) {
    return of(Condition.CONNECTION_LOST, problem);
  }

  public static SQLException unsupported(String feature) {
    return of(
        Condition.UNSUPPORTED_FEATURE,
        feature.endsWith(".") ? feature : feature + " is not supported.");
  }

  public static SQLException invalidArgument(String problem) {
    return of(Condition.INVALID_PARAMETER_VALUE, problem);
  }

  public static SQLException cannotConvert(String problem) {
    return of(Condition.CAST_INVALID_INPUT, problem);
  }

  public static SQLException outOfRange(String problem) {
    return of(Condition.NUMERIC_VALUE_OUT_OF_RANGE, problem);
  }

  public static SQLException noSuchColumn(String column) {
    return of(Condition.UNRESOLVED_COLUMN, "The result has no column " + column + ".");
  }

  public static SQLException unboundParameter(int position) {
    return of(Condition.UNBOUND_PARAMETER, "Parameter " + position + " has no value.");
  }

  public static SQLException cursor(String problem) {
    return of(Condition.INVALID_CURSOR_STATE, problem);
  }

  public static SQLException invalidTransactionState(String problem) {
    return of(Condition.INVALID_TRANSACTION_STATE, problem);
  }

  public static SQLException tooLargeToScroll(int rows, long bytes) {
    return of(
        Condition.OUT_OF_MEMORY,
        "A scrollable result holds at most "
            + rows
            + " rows and "
            + (bytes >> 20)
            + " MiB. Hint: use TYPE_FORWARD_ONLY, or LIMIT and OFFSET.");
  }

  public static SQLException noRows() {
    return of(
        Condition.RETURNS_NO_ROWS,
        "The statement returns no rows. Hint: use execute or executeUpdate.");
  }

  public static SQLException returnsRows() {
    return of(
        Condition.RETURNS_ROWS, "The statement returns rows. Hint: use execute or executeQuery.");
  }

  public static BatchUpdateException batch(SQLException cause, long[] counts, int done) {
    return new BatchUpdateException(
        "Entry " + (done + 1) + " of the batch failed: " + cause.getMessage(),
        cause.getSQLState(),
        cause.getErrorCode(),
        Arrays.copyOf(counts, done),
        cause);
  }

  public static SQLException caused(SQLException failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }
}
