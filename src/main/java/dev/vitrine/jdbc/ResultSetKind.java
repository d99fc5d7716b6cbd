package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.ForwardCursor;
import dev.vitrine.jdbc.result.RowCursor;
import dev.vitrine.jdbc.result.RowSource;
import dev.vitrine.jdbc.result.ScrollCursor;
import dev.vitrine.jdbc.transport.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What result sets of a statement can do.
 *
 * @param type {@code TYPE_FORWARD_ONLY} or {@code TYPE_SCROLL_INSENSITIVE}
 * @param holdability {@code HOLD_CURSORS_OVER_COMMIT} or {@code CLOSE_CURSORS_AT_COMMIT}
 */
record ResultSetKind(int type, int holdability) {
  /** Result sets that are read forward and stay open. */
  static final ResultSetKind PLAIN = forward(ResultSet.HOLD_CURSORS_OVER_COMMIT);

  static ResultSetKind forward(int holdability) {
    return new ResultSetKind(ResultSet.TYPE_FORWARD_ONLY, holdability);
  }

  /**
   * The kind that comes closest to the one requested; where it is less, the connection gets a
   * warning, as JDBC allows.
   */
  static ResultSetKind of(VitrineConnection connection, int type, int concurrency, int holdability)
      throws SQLException {
    switch (type) {
      case ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE -> {}
      case ResultSet.TYPE_SCROLL_SENSITIVE ->
          connection.warn("Result sets are insensitive to changes.");
      default -> throw SqlErrors.invalidArgument("There is no result set type " + type + ".");
    }
    switch (concurrency) {
      case ResultSet.CONCUR_READ_ONLY -> {}
      case ResultSet.CONCUR_UPDATABLE -> connection.warn("Result sets are read only.");
      default -> throw SqlErrors.invalidArgument("There is no concurrency " + concurrency + ".");
    }
    checkHoldability(holdability);
    return new ResultSetKind(
        type == ResultSet.TYPE_FORWARD_ONLY ? type : ResultSet.TYPE_SCROLL_INSENSITIVE,
        holdability);
  }

  static void checkHoldability(int wanted) throws SQLException {
    if (wanted != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && wanted != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw SqlErrors.invalidArgument("There is no holdability " + wanted + ".");
    }
  }

  boolean closesAtCommit() {
    return holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  RowCursor cursor(RowSource rows) {
    return type == ResultSet.TYPE_FORWARD_ONLY ? new ForwardCursor(rows) : new ScrollCursor(rows);
  }
}
