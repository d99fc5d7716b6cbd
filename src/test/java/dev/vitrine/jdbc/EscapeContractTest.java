package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Escapes of JDBC, and what the driver says of them. */
final class EscapeContractTest extends ContractTest {
  /** A call of each function that the driver lists, and its value. */
  private static final Map<String, List<String>> CALLS = new HashMap<>();

  private static void call(String call, String value) {
    String name = call.replaceAll("[ (].*", "");
    CALLS.computeIfAbsent(name, key -> new ArrayList<>()).add(call + " = " + value);
  }

  static {
    call("ABS(-2)", "2");
    call("ATAN(0)", "0");
    call("ATAN2(0, 1)", "0");
    call("CEILING(1.2)", "2");
    call("COS(0)", "1");
    call("COT(0.7853981633974483) > 0.999", "TRUE");
    call("DEGREES(0)", "0");
    call("EXP(0)", "1");
    call("FLOOR(1.8)", "1");
    call("LOG(1)", "0");
    call("LOG(7.38905609893065) > 1.99", "TRUE");
    call("LOG10(100)", "2");
    call("MOD(7, 4)", "3");
    call("PI() > 3.14", "TRUE");
    call("POWER(2, 3)", "8");
    call("RADIANS(0)", "0");
    call("ROUND(1.25, 1)", "1.3");
    call("SIGN(-4)", "-1");
    call("SIN(0)", "0");
    call("SQRT(9)", "3");
    call("TAN(0)", "0");
    call("TRUNCATE(1.29, 1)", "1.2");
    call("ASCII('A')", "65");
    call("CHAR(65)", "'A'");
    call("CHAR(8364)", "'€'");
    call("CHAR(0) IS NULL", "TRUE");
    call("CHAR(-1) IS NULL", "TRUE");
    call("CHAR(55296) IS NULL", "TRUE");
    call("CHAR_LENGTH('abc')", "3");
    call("CHARACTER_LENGTH('abc')", "3");
    call("CONCAT('a', 'b')", "'ab'");
    call("INSERT('abcdef', 2, 3, 'X')", "'aXef'");
    call("INSERT('abc', 1, 0, 'X')", "'Xabc'");
    call("INSERT('abc', 4, 0, 'X')", "'abcX'");
    call("LCASE('Ab')", "'ab'");
    call("LEFT('abc', 2)", "'ab'");
    call("LENGTH('abc')", "3");
    call("LOCATE('b', 'abcb')", "2");
    call("LOCATE('b', 'abcb', 3)", "4");
    call("LOCATE('b', 'abcb', 1)", "2");
    call("LOCATE('x', 'abcb', 2)", "0");
    call("LOCATE('b', 'abcb', 5)", "0");
    call("LTRIM('  a')", "'a'");
    call("POSITION('b' IN 'abc')", "2");
    call("REPEAT('ab', 2)", "'abab'");
    call("REPLACE('abc', 'b', 'x')", "'axc'");
    call("RIGHT('abc', 2)", "'bc'");
    call("RTRIM('a  ')", "'a'");
    call("SPACE(3)", "'   '");
    call("SPACE(0)", "''");
    call("SUBSTRING('abcd', 2, 2)", "'bc'");
    call("UCASE('Ab')", "'AB'");
    call("DATABASE()", "'system'");
    call("IFNULL(NULL, 'x')", "'x'");
    call("USER()", "'admin'");
    call("CURDATE()", "CURRENT_DATE");
    call("CURRENT_DATE()", "CURRENT_DATE");
    call("CURRENT_DATE", "CURRENT_DATE");
    call("CURRENT_TIME() >= {t '00:00:00'}", "TRUE");
    call("CURTIME() <= {t '23:59:59.999'}", "TRUE");
    call("CURRENT_TIMESTAMP() > {ts '2020-01-01 00:00:00'}", "TRUE");
    call("DAYNAME({d '2024-02-03'})", "'Saturday'");
    call("DAYNAME({d '2024-02-04'})", "'Sunday'");
    call("DAYOFMONTH({d '2024-02-03'})", "3");
    call("DAYOFWEEK({d '2024-02-03'})", "7");
    call("DAYOFWEEK({d '2024-02-04'})", "1");
    call("DAYOFWEEK({ts '2024-02-05 23:59:59'})", "2");
    call("DAYOFYEAR({d '2024-02-03'})", "34");
    call("EXTRACT(YEAR FROM {d '2024-02-03'})", "2024");
    call("HOUR({ts '2024-02-03 04:05:06'})", "4");
    call("MINUTE({ts '2024-02-03 04:05:06'})", "5");
    call("MONTH({d '2024-02-03'})", "2");
    call("MONTHNAME({d '2024-12-03'})", "'December'");
    call("MONTHNAME({d '2024-01-03'})", "'January'");
    call("NOW() > {ts '2020-01-01 00:00:00'}", "TRUE");
    call("QUARTER({d '2024-02-03'})", "1");
    call("SECOND({ts '2024-02-03 04:05:06'})", "6");
    call("TIMESTAMPADD(SQL_TSI_DAY, 1, {ts '2024-02-28 00:00:00'})", "{ts '2024-02-29 00:00:00'}");
    call("TIMESTAMPDIFF(SQL_TSI_DAY, {d '2024-02-03'}, {d '2024-02-05'})", "2");
    call("WEEK({d '2024-02-05'})", "6");
    call("YEAR({d '2024-02-03'})", "2024");
  }

  /** The call in braces: all of it up to the parenthesis that ends it. */
  private static String braced(String comparison) {
    int depth = 0;
    for (int i = 0; i < comparison.length(); i++) {
      if (comparison.charAt(i) == '(') {
        depth++;
      } else if (comparison.charAt(i) == ')') {
        depth--;
        if (depth == 0) {
          return "{fn " + comparison.substring(0, i + 1) + "}" + comparison.substring(i + 1);
        }
      }
    }
    return "{fn " + comparison.replaceFirst(" ", "} ");
  }

  private static Set<String> listed(DatabaseMetaData metaData) throws SQLException {
    return new TreeSet<>(
        List.of(
            (metaData.getNumericFunctions()
                    + ","
                    + metaData.getStringFunctions()
                    + ","
                    + metaData.getSystemFunctions()
                    + ","
                    + metaData.getTimeDateFunctions())
                .split(",")));
  }

  @Test
  void listedFunctionsWork() throws SQLException {
    assertThat(listed(connection.getMetaData())).isEqualTo(new TreeSet<>(CALLS.keySet()));
    connection.setCatalog("system");
    List<String> wrong = new ArrayList<>();
    for (List<String> calls : CALLS.values()) {
      for (String call : calls) {
        String name = call.replaceAll("[ (].*", "");
        for (String spelled :
            new String[] {call, name.toLowerCase(Locale.ROOT) + call.substring(name.length())}) {
          try {
            String query = "SELECT CASE WHEN " + braced(spelled) + " THEN 'right' END";
            if (!"right".equals(value(query))) {
              wrong.add(query);
            }
          } catch (SQLException e) {
            wrong.add(braced(spelled) + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The arguments are columns and parameters, too, and not only constants. */
  @Test
  void functionsTakeColumns() throws SQLException {
    assertThat(
            values(
                "SELECT {fn LOCATE('i', model_name, 2)} || {fn SPACE(latest_version)} || {fn"
                    + " CHAR(64 + latest_version)} || {fn INSERT(model_name, 2, 3, '')} FROM models"
                    + " WHERE model_name = 'iris_model'"))
        .containsExactly("3   Ci_model");
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT {fn LOCATE(?, 'abcb', ?)}, {fn INSERT(?, ?, 1, ?)}")) {
      statement.setString(1, "b");
      statement.setInt(2, 3);
      statement.setString(3, "abc");
      statement.setInt(4, 2);
      statement.setString(5, "X");
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(4);
        assertThat(rows.getString(2)).isEqualTo("aXc");
      }
    }
  }

  @Test
  void otherEscapesWork() throws SQLException {
    assertThat(
            values(
                "SELECT v.version FROM {oj models m LEFT OUTER JOIN versions v ON m.full_name ="
                    + " v.full_name} WHERE m.model_name = 'iris_model' ORDER BY v.version {limit 2"
                    + " offset 1}"))
        .containsExactly("2", "3");
    assertThat(
            values(
                "SELECT model_name FROM models WHERE model_name LIKE 'iris\\_%' {escape '\\'}"
                    + " {limit 5}"))
        .containsExactly("iris_model");
    assertThat(value("SELECT {d '2024-02-03'}")).isEqualTo("2024-02-03");
    assertThat(value("SELECT {t '04:05:06'}")).isEqualTo("04:05:06.000");
    assertThat(value("SELECT {ts '2024-02-03 04:05:06.789'}")).isEqualTo("2024-02-03 04:05:06.789");
    assertThat(value("SELECT '{oj x} {limit 1}' AS \"{fn x}\" -- {oj }\n"))
        .isEqualTo("{oj x} {limit 1}");
    assertThat(value("SELECT {fn UCASE({fn CONCAT('a', {fn lcase('B')})})}")).isEqualTo("AB");
    assertState("42601", () -> value("SELECT {oj 1"));
    assertState("42601", () -> value("SELECT 1 }"));
  }

  /** Positions in errors are those of the text as it was written. */
  @Test
  void errorsNameTheirPlace() {
    assertThat(failure(() -> value("SELECT nothing FROM {oj models}")).getMessage())
        .contains("(line 1, column 8)");
    assertThat(
            failure(() -> value("SELECT {fn extract(YEAR FROM nothing)} FROM models")).getMessage())
        .contains("(line 1, column 30)");
  }

  @Test
  void timesAreValues() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT TIME '04:05:06.789' AS a, CAST(TIMESTAMP '2024-02-03 04:05:06' AS TIME) AS b,"
                + " CAST('04:05:06' AS TIME) AS c, EXTRACT(HOUR FROM TIME '04:05:06') AS d,"
                + " TIME '04:05:06' < CAST(? AS TIME) AS e, CAST(? AS TIME) AS f")) {
      statement.setTime(1, java.sql.Time.valueOf("04:05:07"));
      statement.setObject(2, LocalTime.parse("01:02:03.004"));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.TIME);
        assertThat(rows.getMetaData().getColumnClassName(1)).isEqualTo("java.sql.Time");
        assertThat(rows.getString(1)).isEqualTo("04:05:06.789");
        assertThat(rows.getObject(1)).hasToString("04:05:06");
        assertThat(rows.getObject(1, LocalTime.class)).isEqualTo(LocalTime.parse("04:05:06.789"));
        assertThat(rows.getObject(2, LocalTime.class)).isEqualTo(LocalTime.parse("04:05:06"));
        assertThat(rows.getObject(3, LocalTime.class)).isEqualTo(LocalTime.parse("04:05:06"));
        assertThat(rows.getInt(4)).isEqualTo(4);
        assertThat(rows.getBoolean(5)).isTrue();
        assertThat(rows.getObject(6, LocalTime.class)).isEqualTo(LocalTime.parse("01:02:03.004"));
      }
    }
  }

  @Test
  void otherNamesOfTextAreTypesOfCasts() throws SQLException {
    assertThat(value("SELECT CAST('abcdefg' AS CHAR(5))")).isEqualTo("abcde");
    assertThat(value("SELECT CAST('ab' AS CHAR(5)) || '|'")).isEqualTo("ab|");
    assertThat(value("SELECT CAST('ab' AS CHAR)")).isEqualTo("a");
    assertThat(value("SELECT CAST(12 AS TEXT)")).isEqualTo("12");
    assertThat(value("SELECT CAST(version AS text) FROM versions WHERE version = 3"))
        .isEqualTo("3");
    assertThat(value("SELECT CAST(DATE '2024-02-03' AS STRING)")).isEqualTo("2024-02-03");
  }

  private static final Map<Integer, String> VALUES =
      Map.of(
          Types.CHAR, "CAST('1' AS CHAR(1))",
          Types.VARCHAR, "'1'",
          Types.SMALLINT, "CAST(1 AS SMALLINT)",
          Types.INTEGER, "1",
          Types.BIGINT, "CAST(1 AS BIGINT)",
          Types.DECIMAL, "1.0",
          Types.DOUBLE, "CAST(1 AS DOUBLE)",
          Types.BOOLEAN, "TRUE",
          Types.DATE, "{d '2024-02-03'}",
          Types.TIMESTAMP, "{ts '2024-02-03 04:05:06'}");

  private static final Map<Integer, String> TEXTS =
      Map.of(
          Types.BOOLEAN, "'true'",
          Types.DATE, "'2024-02-03'",
          Types.TIMESTAMP, "'2024-02-03 04:05:06'");

  private static final Map<Integer, String> NAMES =
      Map.of(
          Types.CHAR, "SQL_CHAR",
          Types.VARCHAR, "SQL_VARCHAR",
          Types.SMALLINT, "SQL_SMALLINT",
          Types.INTEGER, "SQL_INTEGER",
          Types.BIGINT, "SQL_BIGINT",
          Types.DECIMAL, "SQL_DECIMAL",
          Types.DOUBLE, "SQL_DOUBLE",
          Types.BOOLEAN, "SQL_BOOLEAN",
          Types.DATE, "SQL_DATE",
          Types.TIMESTAMP, "SQL_TIMESTAMP");

  @Test
  void announcedConversionsWork() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    assertThat(metaData.supportsConvert()).isTrue();
    assertThat(metaData.supportsConvert(Types.BLOB, Types.VARCHAR)).isFalse();
    List<String> wrong = new ArrayList<>();
    for (int from : VALUES.keySet()) {
      for (int to : NAMES.keySet()) {
        boolean text = from == Types.VARCHAR || from == Types.CHAR;
        String value =
            text && from == Types.VARCHAR ? TEXTS.getOrDefault(to, "'1'") : VALUES.get(from);
        if (from == Types.CHAR && TEXTS.containsKey(to)) {
          continue;
        }
        // Of a column: stores treat constants more kindly.
        String query =
            "SELECT {fn CONVERT(x, "
                + NAMES.get(to)
                + ")} FROM (SELECT "
                + value
                + " AS x FROM models) AS t";
        if (metaData.supportsConvert(from, to)) {
          try {
            value(query);
          } catch (SQLException e) {
            wrong.add(query + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
