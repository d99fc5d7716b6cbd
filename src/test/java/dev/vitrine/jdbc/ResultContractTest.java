package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Rows, values and columns. */
final class ResultContractTest extends ContractTest {
  private interface Reading {
    void read(ResultSet row) throws SQLException;
  }

  private void onRow(String sql, Reading reading) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      reading.read(rows);
    }
  }

  @Test
  void labelsMatchInAnyCase() throws SQLException {
    onRow(
        "SELECT model_name, comment AS \"MiXed\" FROM models WHERE model_name = 'iris_model'",
        row -> {
          assertThat(row.getString("MODEL_NAME")).isEqualTo("iris_model");
          assertThat(row.getString("mixed")).isEqualTo("Flowers");
          assertThat(row.findColumn("Mixed")).isEqualTo(2);
          assertState("42703", () -> row.getString("none"));
          assertState("42703", () -> row.getString(3));
        });
  }

  @Test
  void timestampsAreReadAsEveryClass() throws SQLException {
    onRow(
        "SELECT TIMESTAMP '2024-02-29 12:34:56.789'",
        row -> {
          LocalDateTime expected = LocalDateTime.parse("2024-02-29T12:34:56.789");
          assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(expected);
          assertThat(row.getObject(1, Instant.class)).isEqualTo(expected.toInstant(ZoneOffset.UTC));
          assertThat(row.getObject(1, OffsetDateTime.class))
              .isEqualTo(expected.atOffset(ZoneOffset.UTC));
          assertThat(row.getObject(1, LocalDate.class)).isEqualTo(expected.toLocalDate());
          assertThat(row.getObject(1, Timestamp.class)).isEqualTo(Timestamp.valueOf(expected));
          assertThat(row.getObject(1)).isEqualTo(Timestamp.valueOf(expected));
          assertThat(row.getTimestamp(1)).isEqualTo(Timestamp.valueOf(expected));
          assertThat(row.getString(1)).isEqualTo("2024-02-29 12:34:56.789");
          assertThat(row.getObject(1, String.class)).isEqualTo("2024-02-29 12:34:56.789");
          Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
          assertThat(row.getTimestamp(1, utc).toInstant())
              .isEqualTo(expected.toInstant(ZoneOffset.UTC));
          assertState("22018", () -> row.getLong(1));
        });
  }

  @Test
  void aShortTextOfAHugeNumberIsRefused() throws SQLException {
    for (String text : List.of("1e50000000", "-1E1001", "1e-50000000", "9".repeat(3_000))) {
      onRow(
          "SELECT '" + text + "'",
          row -> {
            assertState("22003", () -> row.getLong(1));
            assertState("22003", () -> row.getInt(1));
            assertState("22003", () -> row.getDouble(1));
            assertState("22003", () -> row.getBigDecimal(1));
            assertState("22003", () -> row.getObject(1, BigInteger.class));
            assertThat(row.getString(1)).isEqualTo(text);
          });
    }
    onRow(
        "SELECT '1e1000', ' -12.9 '",
        row -> {
          assertThat(row.getBigDecimal(1)).isEqualByComparingTo("1e1000");
          assertState("22003", () -> row.getLong(1));
          assertThat(row.getLong(2)).isEqualTo(-12);
        });
  }

  @Test
  void numbersAreReadAsEveryClass() throws SQLException {
    onRow(
        "SELECT version FROM versions WHERE model_name = 'iris_model' AND version = 2",
        row -> {
          assertThat(row.getObject(1)).isEqualTo(2L);
          assertThat(row.getObject(1, Integer.class)).isEqualTo(2);
          assertThat(row.getObject(1, Long.class)).isEqualTo(2L);
          assertThat(row.getObject(1, BigDecimal.class)).isEqualTo(BigDecimal.valueOf(2));
          assertThat(row.getObject(1, String.class)).isEqualTo("2");
          assertThat(row.getObject(1, Boolean.class)).isTrue();
          assertThat(row.getInt(1)).isEqualTo(2);
          assertThat(row.getShort(1)).isEqualTo((short) 2);
          assertThat(row.getDouble(1)).isEqualTo(2.0);
          assertState("22018", () -> row.getTimestamp(1));
          assertState("22018", () -> row.getObject(1, Thread.class));
        });
  }

  @Test
  void otherTypesAreReadAsTheirClass() throws SQLException {
    onRow(
        "SELECT TRUE, CAST(1.25 AS DECIMAL(5, 2)), CAST(1.5 AS DOUBLE), DATE '2024-02-29', 5000000000",
        row -> {
          assertThat(row.getObject(1)).isEqualTo(true);
          assertThat(row.getObject(2)).isEqualTo(new BigDecimal("1.25"));
          assertThat(row.getObject(3)).isEqualTo(1.5);
          assertThat(row.getObject(4)).isEqualTo(java.sql.Date.valueOf("2024-02-29"));
          assertThat(row.getObject(4, LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
          assertThat(row.getObject(5)).isEqualTo(5_000_000_000L);
          assertState("22003", () -> row.getInt(5));
        });
  }

  @Test
  void nullIsNullOrZero() throws SQLException {
    onRow(
        "SELECT run_id, comment, version FROM versions WHERE model_name = 'iris_model'",
        row -> {
          assertThat(row.getString(1)).isNull();
          assertThat(row.wasNull()).isTrue();
          assertThat(row.getInt(1)).isZero();
          assertThat(row.getObject(1, Integer.class)).isNull();
          assertThat(row.getTimestamp(1)).isNull();
          assertThat(row.getBoolean(1)).isFalse();
          row.getLong(3);
          assertThat(row.wasNull()).isFalse();
        });
  }

  @Test
  void positionIsKept() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.isBeforeFirst()).isTrue();
      assertState("24000", () -> rows.getInt(1));
      assertThat(rows.next()).isTrue();
      assertThat(rows.getRow()).isEqualTo(1);
      assertThat(rows.next()).isFalse();
      assertThat(rows.next()).isFalse();
      assertThat(rows.isAfterLast()).isTrue();
      assertState("24000", () -> rows.getInt(1));
      assertState("0A000", rows::previous);
      assertState("0A000", () -> rows.updateInt(1, 1));
    }
  }

  @Test
  void columnsAreDescribedTruly() throws SQLException {
    onRow(
        "SELECT model_name, latest_version, created_at, comment FROM models",
        row -> {
          ResultSetMetaData columns = row.getMetaData();
          assertThat(columns.getColumnCount()).isEqualTo(4);
          assertThat(columns.getColumnTypeName(1)).isEqualTo("VARCHAR");
          assertThat(columns.getColumnType(1)).isEqualTo(Types.VARCHAR);
          assertThat(columns.getPrecision(1)).isEqualTo(255);
          assertThat(columns.getColumnDisplaySize(1)).isEqualTo(255);
          assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
          assertThat(columns.isSigned(1)).isFalse();
          assertThat(columns.getColumnTypeName(2)).isEqualTo("BIGINT");
          assertThat(columns.isSigned(2)).isTrue();
          assertThat(columns.getPrecision(2)).isEqualTo(19);
          assertThat(columns.getColumnTypeName(3)).isEqualTo("TIMESTAMP");
          assertThat(columns.getPrecision(3)).isEqualTo(23);
          assertThat(columns.getScale(3)).isEqualTo(3);
          assertThat(columns.getColumnDisplaySize(3)).isEqualTo(23);
          assertThat(columns.isNullable(4)).isEqualTo(ResultSetMetaData.columnNullable);
          assertThat(columns.getTableName(1)).isNotNull();
          assertThat(columns.isAutoIncrement(1)).isFalse();
          assertThat(columns.isReadOnly(1)).isTrue();
          for (int i = 1; i <= 4; i++) {
            if (row.getObject(i) != null) {
              assertThat(row.getObject(i).getClass().getName())
                  .isEqualTo(columns.getColumnClassName(i));
            }
          }
          assertState("42703", () -> columns.getColumnLabel(5));
        });
  }

  @Test
  void allRowsArriveWithEachFetchSize() throws SQLException {
    String digits = "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)";
    String sql =
        "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM "
            + (digits + " AS a (d) CROSS JOIN ")
            + (digits + " AS b (d) CROSS JOIN ")
            + (digits + " AS c (d) CROSS JOIN ")
            + "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) AS e (d) ORDER BY n";
    for (int fetchSize : new int[] {0, 999, 50_000}) {
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(fetchSize);
        ResultSet rows = statement.executeQuery(sql);
        int expected = 0;
        while (rows.next()) {
          assertThat(rows.getInt("n")).isEqualTo(expected++);
        }
        assertThat(expected).isEqualTo(12_000);
      }
    }
  }

  @Test
  void longTextsAreClobs() throws SQLException {
    onRow(
        "SELECT comment FROM models WHERE model_name = 'iris_model'",
        row -> {
          assertThat(row.getClob(1).getSubString(1, 4)).isEqualTo("Flow");
          assertThat(new BufferedReader(row.getCharacterStream(1)).lines())
              .containsExactly("Flowers");
          assertThat(row.getAsciiStream(1)).hasContent("Flowers");
          assertState("0A000", () -> row.getBlob(1));
        });
  }

  @Test
  void theTimeStandsBesideAggregates() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*), CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIMESTAMP FROM models")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isPositive();
      assertThat(rows.getTimestamp(3)).isEqualTo(rows.getTimestamp(4));
      assertThat(rows.getDate(2).toString()).isEqualTo(rows.getString(3).substring(0, 10));
    }
  }
}
