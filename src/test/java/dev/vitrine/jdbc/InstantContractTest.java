package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Points in time are the same in every time zone of the JVM, in every class. */
final class InstantContractTest extends ContractTest {
  private static final List<String> ZONES =
      List.of("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata");

  /** In Berlin, no clock shows 02:30 on this day; in New York, none does on 10 March. */
  private static final List<String> MOMENTS =
      List.of(
          "2024-03-31 02:30:00.123",
          "2024-03-10 02:30:00.000",
          "2024-10-27 02:30:00.000",
          "2024-07-01 23:59:59.999");

  /** Work in a time zone. */
  private interface Work {
    void run(ZoneId zone) throws SQLException;
  }

  private static void inEachZone(Work work) throws SQLException {
    TimeZone before = TimeZone.getDefault();
    try {
      for (String name : ZONES) {
        TimeZone.setDefault(TimeZone.getTimeZone(name));
        work.run(ZoneId.of(name));
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static Calendar calendar(String zone) {
    return Calendar.getInstance(TimeZone.getTimeZone(zone));
  }

  /** An instant that the test knows: the second argument of a COALESCE with an instant. */
  private static String instant(String digits) {
    return "COALESCE(NULLIF(created_at, created_at), TIMESTAMP '" + digits + "')";
  }

  private static void assertInstant(ResultSet rows, int column, Instant expected, ZoneId zone)
      throws SQLException {
    Timestamp timestamp = Timestamp.from(expected);
    assertThat(rows.getTimestamp(column)).isEqualTo(timestamp);
    assertThat(rows.getTimestamp(column, calendar("Pacific/Auckland"))).isEqualTo(timestamp);
    assertThat(rows.getObject(column)).isEqualTo(timestamp);
    assertThat(rows.getObject(column, Timestamp.class)).isEqualTo(timestamp);
    assertThat(rows.getObject(column, java.util.Date.class)).isEqualTo(timestamp);
    assertThat(rows.getObject(column, Instant.class)).isEqualTo(expected);
    assertThat(rows.getObject(column, OffsetDateTime.class))
        .isEqualTo(expected.atOffset(ZoneOffset.UTC));
    assertThat(rows.getObject(column, ZonedDateTime.class))
        .isEqualTo(expected.atZone(ZoneOffset.UTC));
    LocalDateTime utc = LocalDateTime.ofInstant(expected, ZoneOffset.UTC);
    assertThat(rows.getObject(column, LocalDateTime.class)).isEqualTo(utc);
    assertThat(rows.getObject(column, LocalDate.class)).isEqualTo(utc.toLocalDate());
    assertThat(rows.getObject(column, LocalTime.class)).isEqualTo(utc.toLocalTime());
    assertThat(rows.getString(column).replace(' ', 'T')).startsWith(utc.toString());
    assertThat(rows.getDate(column).toLocalDate()).isEqualTo(expected.atZone(zone).toLocalDate());
    assertThat(rows.getTime(column).toLocalTime())
        .isEqualTo(expected.atZone(zone).toLocalTime().withNano(0));
    LocalDate inKolkata = expected.atZone(ZoneId.of("Asia/Kolkata")).toLocalDate();
    assertThat(rows.getDate(column, calendar("Asia/Kolkata")).getTime())
        .isEqualTo(inKolkata.atStartOfDay(ZoneId.of("Asia/Kolkata")).toInstant().toEpochMilli());
  }

  @Test
  void isReadAsTheSamePointInTime() throws SQLException {
    inEachZone(
        zone -> {
          for (String digits : MOMENTS) {
            Instant expected =
                LocalDateTime.parse(digits.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            try (Statement statement = connection.createStatement();
                ResultSet rows =
                    statement.executeQuery(
                        "SELECT " + instant(digits) + " FROM models FETCH FIRST 1 ROW ONLY")) {
              assertThat(rows.next()).isTrue();
              assertInstant(rows, 1, expected, zone);
              assertThat(rows.getString(1)).isEqualTo(digits);
            }
          }
        });
  }

  @Test
  void expressionsOfInstantsAreInstants() throws SQLException {
    String at = instant("2024-03-31 02:30:00");
    String sql =
        "WITH t AS (SELECT "
            + at
            + " AS moment FROM models FETCH FIRST 1 ROW ONLY) SELECT moment AS a,"
            + " moment + INTERVAL '1' HOUR AS b, moment - INTERVAL '1' DAY AS c,"
            + " DATE_TRUNC('hour', moment) AS d, FLOOR(moment TO DAY) AS e,"
            + " MAX(moment) OVER () AS f, CASE WHEN moment IS NULL THEN"
            + " TIMESTAMP '2024-01-01 00:00:00' ELSE moment END AS g,"
            + " (SELECT MIN(moment) FROM t) AS h,"
            + " GREATEST(moment, TIMESTAMP '2024-03-31 02:00:00') AS i,"
            + " TIMESTAMPADD(MINUTE, 5, moment) AS j FROM t UNION ALL SELECT moment, moment,"
            + " moment, moment, moment, moment, moment, moment, moment, moment FROM t WHERE 1 = 0";
    String[] expected = {
      "2024-03-31T02:30:00Z",
      "2024-03-31T03:30:00Z",
      "2024-03-30T02:30:00Z",
      "2024-03-31T02:00:00Z",
      "2024-03-31T00:00:00Z",
      "2024-03-31T02:30:00Z",
      "2024-03-31T02:30:00Z",
      "2024-03-31T02:30:00Z",
      "2024-03-31T02:30:00Z",
      "2024-03-31T02:35:00Z"
    };
    inEachZone(
        zone -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            for (int i = 0; i < expected.length; i++) {
              assertInstant(rows, i + 1, Instant.parse(expected[i]), zone);
            }
            assertThat(rows.next()).isFalse();
          }
        });
  }

  @Test
  void currentTimestampIsNow() throws SQLException {
    inEachZone(
        zone -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getTimestamp(1).toInstant())
                .isBetween(
                    Instant.now().minus(Duration.ofMinutes(15)),
                    Instant.now().plus(Duration.ofMinutes(15)));
          }
        });
  }

  private long newerThan(String model, Object bound, boolean typed) throws SQLException {
    String sql = "SELECT COUNT(*) FROM models WHERE full_name = ? AND created_at > ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, model);
      if (bound instanceof Timestamp timestamp && !typed) {
        statement.setTimestamp(2, timestamp, calendar("Pacific/Auckland"));
      } else if (typed) {
        statement.setObject(2, bound, Types.TIMESTAMP);
      } else {
        statement.setObject(2, bound);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static List<Object> forms(Instant instant) {
    Calendar calendar = calendar("Asia/Kolkata");
    calendar.setTimeInMillis(instant.toEpochMilli());
    return List.of(
        Timestamp.from(instant),
        java.util.Date.from(instant),
        calendar,
        instant,
        instant.atOffset(ZoneOffset.ofHours(9)),
        instant.atZone(ZoneId.of("America/New_York")),
        LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
        LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString());
  }

  @Test
  void isComparedAsTheSamePointInTime() throws SQLException {
    String model = newModel();
    inEachZone(
        zone -> {
          for (boolean typed : new boolean[] {true, false}) {
            for (Object bound : forms(Instant.now().minus(Duration.ofMinutes(30)))) {
              assertThat(newerThan(model, bound, typed)).as("%s", bound).isEqualTo(1);
            }
            for (Object bound : forms(Instant.now().plus(Duration.ofMinutes(30)))) {
              assertThat(newerThan(model, bound, typed)).as("%s", bound).isZero();
            }
          }
        });
  }

  /**
   * The way of every cache and every incremental reader: query rows that are newer than the last
   * one.
   */
  @Test
  void findsWhatItHasRead() throws SQLException {
    String model = newModel();
    inEachZone(
        zone -> {
          Timestamp created;
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT created_at FROM models WHERE full_name = '" + model + "'")) {
            rows.next();
            created = rows.getTimestamp(1);
          }
          String sql =
              "SELECT full_name FROM models WHERE created_at IN (?) AND created_at BETWEEN ? AND ?"
                  + " AND full_name = ?";
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= 3; i++) {
              statement.setTimestamp(i, created);
            }
            statement.setString(4, model);
            assertThat(strings(statement.executeQuery(), 1)).containsExactly(model);
          }
        });
  }

  /** A date has no time of day: it stands for its beginning, in the JVM's time zone. */
  @Test
  void dateIsItsBeginningHere() throws SQLException {
    String sql =
        "SELECT COUNT(*) FROM (SELECT "
            + instant("2024-07-01 12:00:00")
            + " AS moment FROM models FETCH FIRST 1 ROW ONLY) AS t WHERE moment > ?";
    inEachZone(
        zone -> {
          LocalDate here = Instant.parse("2024-07-01T12:00:00Z").atZone(zone).toLocalDate();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setDate(1, Date.valueOf(here));
            assertThat(strings(statement.executeQuery(), 1)).containsExactly("1");
            statement.setDate(1, Date.valueOf(here.plusDays(1)));
            assertThat(strings(statement.executeQuery(), 1)).containsExactly("0");
          }
        });
  }

  /** A TIMESTAMP without a point in time has the digits that it is written with. */
  @Test
  void otherTimestampsKeepTheirDigits() throws SQLException {
    inEachZone(
        zone -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT TIMESTAMP '2024-07-01 12:00:00', CAST("
                          + instant("2024-07-01 12:00:00")
                          + " AS TIMESTAMP) FROM models FETCH FIRST 1 ROW ONLY")) {
            rows.next();
            for (int i = 1; i <= 2; i++) {
              assertThat(rows.getTimestamp(i)).isEqualTo(Timestamp.valueOf("2024-07-01 12:00:00"));
              assertThat(rows.getObject(i, LocalDateTime.class))
                  .isEqualTo(LocalDateTime.parse("2024-07-01T12:00:00"));
              assertThat(rows.getString(i)).isEqualTo("2024-07-01 12:00:00.000");
            }
          }
        });
  }

  @Test
  void isATimestampToTools() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT created_at FROM models WHERE created_at > ?")) {
      ResultSetMetaData columns = statement.getMetaData();
      assertThat(columns.getColumnType(1)).isEqualTo(Types.TIMESTAMP);
      assertThat(columns.getColumnTypeName(1)).isEqualTo("TIMESTAMP");
      assertThat(columns.getColumnClassName(1)).isEqualTo("java.sql.Timestamp");
      assertThat(statement.getParameterMetaData().getParameterType(1)).isEqualTo(Types.TIMESTAMP);
      assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("TIMESTAMP");
      assertThat(statement.getParameterMetaData().getPrecision(1)).isEqualTo(23);
      assertThat(statement.getParameterMetaData().getScale(1)).isEqualTo(3);
    }
    try (ResultSet columns =
        connection.getMetaData().getColumns("system", "registry", "models", "created_at")) {
      assertThat(columns.next()).isTrue();
      assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.TIMESTAMP);
      assertThat(columns.getString("TYPE_NAME")).isEqualTo("TIMESTAMP");
    }
  }

  private String comparedWithMillis(String operator, Timestamp bound) throws SQLException {
    String sql =
        "SELECT COUNT(*) FROM (SELECT "
            + instant("2024-07-01 12:00:00.123")
            + " AS moment FROM models FETCH FIRST 1 ROW ONLY) AS t WHERE moment "
            + operator
            + " ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, bound);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** Fractions of a millisecond count in comparisons; they were cut off. */
  @Test
  void finerParametersAreNotCut() throws SQLException {
    for (String fraction : new String[] {"000001", "000999", "001000", "400000", "999999"}) {
      Timestamp later = Timestamp.from(Instant.parse("2024-07-01T12:00:00.123" + fraction + "Z"));
      assertThat(comparedWithMillis("<", later)).as(fraction).isEqualTo("1");
      assertThat(comparedWithMillis("=", later)).as(fraction).isEqualTo("0");
      assertThat(comparedWithMillis(">=", later)).as(fraction).isEqualTo("0");
    }
    Timestamp same = Timestamp.from(Instant.parse("2024-07-01T12:00:00.123Z"));
    assertThat(comparedWithMillis("=", same)).isEqualTo("1");
    Timestamp earlier = Timestamp.from(Instant.parse("2024-07-01T12:00:00.122999999Z"));
    assertThat(comparedWithMillis(">", earlier)).isEqualTo("1");
    assertThat(comparedWithMillis("<=", earlier)).isEqualTo("0");
  }

  @Test
  void timesKeepTheirMilliseconds() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?");
        Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("SELECT TIMESTAMP '2024-07-01 12:00:00.123'")) {
      rows.next();
      assertThat(rows.getTime(1).getTime() % 1000).isEqualTo(123);
      statement.setTime(1, rows.getTime(1));
      assertThat(strings(statement.executeQuery(), 1)).containsExactly("12:00:00.123");
    }
  }
}
