package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Limits, hints and warnings of a statement. A hint throws only for an invalid argument. */
abstract class StatementHints implements Statement {
  /** The SQLSTATE of a warning without a condition of its own. */
  private static final String GENERAL_WARNING = "01000";

  private final List<String> warnings = new ArrayList<>();
  private long maxRows;
  private int maxFieldSize;
  private int timeoutSeconds;
  private int rowsPerFetch;
  private int direction = ResultSet.FETCH_FORWARD;
  private boolean poolable;

  abstract void checkOpen() throws SQLException;

  final long maxRows() {
    return maxRows;
  }

  final int timeoutSeconds() {
    return timeoutSeconds;
  }

  /** 0 is the driver's choice. */
  final int rowsPerFetch() {
    return rowsPerFetch;
  }

  @Override
  public final void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public final int getMaxRows() throws SQLException {
    return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    checkOpen();
    maxRows = notNegative("The maximum of rows", max);
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    timeoutSeconds = (int) notNegative("The timeout", seconds);
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return timeoutSeconds;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    rowsPerFetch = (int) notNegative("The fetch size", rows);
  }

  @Override
  public int getFetchSize() throws SQLException {
    return rowsPerFetch;
  }

  @Override
  public void setFetchDirection(int wanted) throws SQLException {
    checkOpen();
    if (wanted != ResultSet.FETCH_FORWARD
        && wanted != ResultSet.FETCH_REVERSE
        && wanted != ResultSet.FETCH_UNKNOWN) {
      throw SqlErrors.invalidArgument("There is no fetch direction " + wanted + ".");
    }
    direction = wanted;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return direction;
  }

  @Override
  public int getResultSetConcurrency() {
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    maxFieldSize = (int) notNegative("The maximum field size", max);
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return maxFieldSize;
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  @Override
  public void setPoolable(boolean wanted) throws SQLException {
    checkOpen();
    poolable = wanted;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    checkOpen();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    checkOpen();
    SQLWarning first = null;
    for (String text : warnings) {
      SQLWarning warning = new SQLWarning(text, GENERAL_WARNING);
      if (first == null) {
        first = warning;
      } else {
        first.setNextWarning(warning);
      }
    }
    return first;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
    warnings.clear();
  }

  /** The texts of the warnings of the last execution, to be changed by it only. */
  final List<String> warnings() {
    return warnings;
  }

  private static long notNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw SqlErrors.invalidArgument(what + " is negative.");
    }
    return value;
  }
}
