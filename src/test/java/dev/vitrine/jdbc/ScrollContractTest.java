package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.jdbc.result.ScrollCursor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;
import org.junit.jupiter.api.Test;

/** Result sets that move in both directions. */
final class ScrollContractTest extends ContractTest {
  private static final String DIGITS = "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS ";
  private static final String FIVE = "SELECT n FROM (VALUES 1, 2, 3, 4, 5) AS t (n) ORDER BY n";

  private Statement scrollable() throws SQLException {
    return connection.createStatement(
        ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  private static void assertOn(ResultSet rows, int row) throws SQLException {
    assertThat(rows.getRow()).isEqualTo(row);
    assertThat(rows.getInt(1)).isEqualTo(row);
    assertThat(rows.isFirst()).isEqualTo(row == 1);
    assertThat(rows.isLast()).isEqualTo(row == 5);
    assertThat(rows.isBeforeFirst()).isFalse();
    assertThat(rows.isAfterLast()).isFalse();
  }

  private static void assertOnNone(ResultSet rows, boolean before) throws SQLException {
    assertThat(rows.getRow()).isZero();
    assertThat(rows.isBeforeFirst()).isEqualTo(before);
    assertThat(rows.isAfterLast()).isEqualTo(!before);
    assertThat(rows.isFirst()).isFalse();
    assertThat(rows.isLast()).isFalse();
    assertState("24000", () -> rows.getInt(1));
  }

  private static void assertMoves(ResultSet rows) throws SQLException {
    assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
    assertOnNone(rows, true);
    assertThat(rows.next()).isTrue();
    assertOn(rows, 1);
    assertThat(rows.absolute(4)).isTrue();
    assertOn(rows, 4);
    assertThat(rows.previous()).isTrue();
    assertOn(rows, 3);
    assertThat(rows.relative(2)).isTrue();
    assertOn(rows, 5);
    assertThat(rows.relative(-3)).isTrue();
    assertOn(rows, 2);
    assertThat(rows.relative(0)).isTrue();
    assertOn(rows, 2);
    assertThat(rows.last()).isTrue();
    assertOn(rows, 5);
    assertThat(rows.next()).isFalse();
    assertOnNone(rows, false);
    assertThat(rows.next()).isFalse();
    assertThat(rows.previous()).isTrue();
    assertOn(rows, 5);
    assertThat(rows.absolute(-5)).isTrue();
    assertOn(rows, 1);
    assertThat(rows.absolute(-6)).isFalse();
    assertOnNone(rows, true);
    assertThat(rows.absolute(6)).isFalse();
    assertOnNone(rows, false);
    assertThat(rows.relative(-100)).isFalse();
    assertOnNone(rows, true);
    assertThat(rows.absolute(Integer.MAX_VALUE)).isFalse();
    assertThat(rows.relative(Integer.MAX_VALUE)).isFalse();
    assertOnNone(rows, false);
    assertThat(rows.absolute(Integer.MIN_VALUE)).isFalse();
    rows.afterLast();
    assertOnNone(rows, false);
    rows.beforeFirst();
    assertOnNone(rows, true);
    assertThat(rows.previous()).isFalse();
    assertThat(rows.first()).isTrue();
    assertOn(rows, 1);
    assertThat(rows.absolute(0)).isFalse();
    assertOnNone(rows, true);
  }

  @Test
  void movesInBothDirections() throws SQLException {
    assertThat(
            connection
                .getMetaData()
                .supportsResultSetConcurrency(
                    ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY))
        .isTrue();
    try (Statement statement = scrollable();
        ResultSet rows = statement.executeQuery(FIVE)) {
      assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      assertMoves(rows);
    }
    try (PreparedStatement statement =
            connection.prepareStatement(
                FIVE, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        ResultSet rows = statement.executeQuery()) {
      assertMoves(rows);
    }
  }

  /** Frames of one row: moving reads the missing rows. */
  @Test
  void movesOverFrames() throws SQLException {
    try (Statement statement = scrollable()) {
      statement.setFetchSize(1);
      try (ResultSet rows = statement.executeQuery(FIVE)) {
        assertMoves(rows);
      }
    }
  }

  @Test
  void emptyResultsHaveNoPositions() throws SQLException {
    try (Statement statement = scrollable();
        ResultSet rows = statement.executeQuery("SELECT n FROM (VALUES 1) AS t (n) WHERE n > 1")) {
      assertThat(rows.isBeforeFirst()).isFalse();
      assertThat(rows.isAfterLast()).isFalse();
      assertThat(rows.first()).isFalse();
      assertThat(rows.last()).isFalse();
      assertThat(rows.next()).isFalse();
      assertThat(rows.isAfterLast()).isFalse();
    }
  }

  @Test
  void forwardOnlyResultsSayHowToScroll() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FIVE)) {
      SQLException refusal = failure(rows::previous);
      assertThat(refusal.getSQLState()).isEqualTo("0A000");
      assertThat(refusal.getMessage()).contains("TYPE_SCROLL_INSENSITIVE");
      assertState("0A000", () -> rows.absolute(1));
      assertThat(rows.next()).isTrue();
      assertThat(rows.isFirst()).isTrue();
      assertThat(rows.isLast()).isFalse();
    }
  }

  /** 200,000 rows: reading forward is not limited, scrolling is. */
  @Test
  void whatIsKeptIsBounded() throws SQLException {
    String many =
        "SELECT a.d FROM "
            + String.join(
                " CROSS JOIN ",
                DIGITS + "a (d)",
                DIGITS + "b (d)",
                DIGITS + "c (d)",
                DIGITS + "e (d)",
                DIGITS + "f (d)",
                "(VALUES 0, 1) AS g (d)");
    try (Statement statement = scrollable();
        ResultSet rows = statement.executeQuery(many)) {
      assertThat(rows.absolute(ScrollCursor.MOST_ROWS)).isTrue();
      SQLException refusal = failure(rows::last);
      assertThat(refusal.getSQLState()).isEqualTo("53200");
      assertThat(refusal.getMessage()).contains("at most 100000 rows and 64 MiB");
    }
    assertThat(value("SELECT 1")).isEqualTo("1");
  }

  @Test
  void rowSetsPage() throws SQLException {
    try (Statement statement = scrollable();
        ResultSet rows = statement.executeQuery(FIVE);
        CachedRowSet page = RowSetProvider.newFactory().createCachedRowSet()) {
      page.setPageSize(2);
      page.populate(rows, 3);
      assertThat(strings(page, 1)).containsExactly("3", "4");
      assertThat(page.nextPage()).isTrue();
      assertThat(strings(page, 1)).containsExactly("5");
    }
  }
}
