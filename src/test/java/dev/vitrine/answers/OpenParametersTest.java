package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A parameter has the type that its place needs, wherever a value can stand. */
class OpenParametersTest {
  /** A model of bob with one version. */
  private static final String MODEL =
      "WITH m AS (SELECT * FROM models WHERE full_name = 'lab.s1.m1') ";

  /** Versions 1 to 3. */
  private static final String VERSIONS =
      "WITH v AS (SELECT * FROM versions WHERE full_name = 'lab.s1.m3') ";

  private static final Timestamp PAST = Timestamp.valueOf("2020-01-01 00:00:00");

  private static TwinRegistries twins;

  @BeforeAll
  static void open() throws SQLException {
    twins = TwinRegistries.open();
  }

  @AfterAll
  static void close() throws SQLException {
    twins.close();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void argumentsOfFunctions(TestStore store) {
    answers(store, "b|ob", MODEL + "SELECT LEFT(owner, ?), SUBSTRING(owner, ?, ?) FROM m", 1, 2, 2);
    answers(store, "1|1.0", MODEL + "SELECT MOD(latest_version, ?), POWER(1, ?) FROM m", 2, 2);
    answers(store, "true", MODEL + "SELECT MOD(latest_version, ?) = 1 FROM m", 1.5);
    answers(store, "5|0", MODEL + "SELECT GREATEST(latest_version, ?), LEAST(?, 1) FROM m", 5, 0);
    answers(store, "true", "SELECT ROUND(2.55, ?) = 2.6 AND TRUNC(2.55, ?) = 2.5", 1, 1);
    answers(store, "true", MODEL + "SELECT TIMESTAMPADD(DAY, ?, created_at) > ? FROM m", 1, PAST);
    answers(store, "7", MODEL + "SELECT COALESCE(?, latest_version, ?) FROM m", 7, 8);
    answers(store, "42804", "SELECT ABS(?)", 1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void operandsOfOperands(TestStore store) {
    found(store, "? + latest_version > ?", 1, 1);
    found(store, "? * latest_version + 1 = ?", 2, 3);
    found(store, "(? + latest_version) * 2 = ?", 2, 6);
    found(store, "? || owner = ?", "x", "xbob");
    found(store, "UPPER(? || owner) = ?", "x", "XBOB");
    found(store, "LEFT(owner, ?) = LEFT(?, ?)", 2, "boat", 2);
    found(store, "MOD(latest_version, ?) + ? = ?", 2, 1, 2);
    found(store, "ABS(latest_version - ?) < ?", 3, 4);
    found(store, "SUBSTRING(owner, ? + 1, ?) = ?", 1, 1, "o");
    found(store, "created_at + ? * INTERVAL '1' DAY > ?", 1, PAST);
    found(store, "created_at BETWEEN ? AND CURRENT_TIMESTAMP - ? * INTERVAL '1' SECOND", PAST, 0);
    found(store, "(owner, latest_version + ?) = (?, ?)", 1, "bob", 2);
    found(store, "(owner, latest_version) IN ((?, ?), (?, ?))", "x", 1, "bob", 1);
    found(store, "latest_version IN (SELECT version - ? FROM versions)", 2);
    found(
        store,
        "EXISTS (SELECT 1 FROM versions v WHERE v.full_name = m.full_name AND ? + v.version = ?)",
        1,
        2);
    answers(
        store, "bob", MODEL + "SELECT owner FROM m GROUP BY owner HAVING ? + COUNT(*) = ?", 1, 2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void resultsOfCase(TestStore store) {
    found(store, "CASE WHEN owner = ? THEN ? ELSE 0 END = 1", "bob", 1);
    found(store, "CASE WHEN owner = ? THEN ? ELSE ? END = latest_version", "bob", 1, 2);
    found(store, "latest_version = 1 + CASE WHEN owner = ? THEN ? ELSE ? END", "bob", 0, 1);
    found(store, "CASE WHEN owner = ? THEN ? ELSE ? END", "bob", true, false);
    found(store, "COALESCE(?, ?) = latest_version", null, 1);
    found(store, "latest_version = COALESCE(?, ?)", 1, 2);
    answers(
        store, "2", MODEL + "SELECT SUM(CASE WHEN owner = ? THEN ? ELSE 0 END) FROM m", "bob", 2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ordersAndWindows(TestStore store) {
    answers(store, "3", VERSIONS + "SELECT version FROM v ORDER BY version * ?", -1);
    answers(
        store,
        "2",
        VERSIONS + "SELECT version FROM v ORDER BY CASE WHEN version = ? THEN ? ELSE ? END",
        2,
        0,
        1);
    answers(
        store,
        "3",
        VERSIONS + "SELECT DISTINCT version AS x FROM v ORDER BY COALESCE(x, ?) * ?",
        0,
        -1);
    answers(
        store,
        "9",
        VERSIONS + "SELECT LAG(version, ?, ?) OVER (ORDER BY version) FROM v ORDER BY version",
        1,
        9);
    String frame = "(ORDER BY version ROWS BETWEEN ? PRECEDING AND ? FOLLOWING)";
    answers(
        store,
        "6",
        VERSIONS + "SELECT SUM(version) OVER " + frame + " FROM v ORDER BY 1 DESC",
        1,
        1);
    answers(
        store,
        "5",
        VERSIONS + "SELECT SUM(version) OVER w FROM v WINDOW w AS " + frame + " ORDER BY 1 DESC",
        1,
        0);
  }

  private static void found(TestStore store, String condition, Object... values) {
    answers(store, "bob", MODEL + "SELECT owner FROM m WHERE " + condition, values);
  }

  /** The first row, or the SQLSTATE of the refusal. */
  private static void answers(TestStore store, String row, String sql, Object... values) {
    assertThat(first(twins.on(store), sql, values)).as(sql).isEqualTo(row);
  }

  private static String first(Connection connection, String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return "no rows";
        }
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        return String.join("|", row);
      }
    } catch (SQLException exception) {
      return exception.getSQLState();
    }
  }
}
