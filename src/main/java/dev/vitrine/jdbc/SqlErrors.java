package dev.vitrine.jdbc;

import java.io.IOException;
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
import org.apache.calcite.avatica.AvaticaClientRuntimeException;

/**
 * Every SQLException of the driver: the subclass its SQLSTATE asks for, one plain sentence, and a
 * vendor code, none of which Avatica's own exceptions have.
 */
final class SqlErrors {
  private static final String REMOTE_PREFIX = "Remote driver error: ";

  private SqlErrors() {}

  /** What went wrong in a request to the engine. */
  static SQLException from(RuntimeException failure) {
    if (failure instanceof AvaticaClientRuntimeException known && known.getErrorCode() > 0) {
      String message = String.valueOf(known.getMessage());
      if (message.startsWith(REMOTE_PREFIX)) {
        message = message.substring(REMOTE_PREFIX.length());
      }
      SQLException failed = of(message, known.getSqlState(), known.getErrorCode());
      return known.getCause() == null ? failed : caused(failed, known.getCause());
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return caused(of("The connection to the server is lost.", "08006", 1406), failure);
      }
    }
    return caused(of("Internal error of the driver: " + failure, "XX000", 1999), failure);
  }

  static SQLException of(String message, String sqlState, int vendorCode) {
    if (sqlState.equals("57014")) {
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

  static SQLException connectionClosed() {
    return of("The connection is closed.", "08003", 1405);
  }

  static SQLException closed(String what) {
    return of("The " + what + " is closed.", "08003", 1405);
  }

  static SQLException unsupported(String feature) {
    return of(feature + " is not supported.", "0A000", 1003);
  }

  static SQLException invalidArgument(String message) {
    return of(message, "22023", 1006);
  }

  static SQLException cannotConvert(String problem) {
    return of(problem, "22018", 1306);
  }

  static SQLException outOfRange(String problem) {
    return of(problem, "22003", 1307);
  }

  static SQLException noSuchColumn(String column) {
    return of("The result has no column " + column + ".", "42703", 1302);
  }

  static SQLException unboundParameter(int position) {
    return of("Parameter " + position + " has no value.", "07001", 1005);
  }

  static SQLException cursor(String problem) {
    return of(problem, "24000", 1407);
  }

  static SQLException noRows() {
    return of("The statement answers no rows; use execute or executeUpdate.", "07005", 1501);
  }

  static SQLException returnsRows() {
    return of("The statement answers rows; use execute or executeQuery.", "07000", 1502);
  }

  static BatchUpdateException batch(SQLException cause, long[] counts, int done) {
    return new BatchUpdateException(
        "Entry " + (done + 1) + " of the batch failed: " + cause.getMessage(),
        cause.getSQLState(),
        cause.getErrorCode(),
        Arrays.copyOf(counts, done),
        cause);
  }

  static SQLException caused(SQLException failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }
}
