package dev.vitrine.server.pg.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in text and binary format, in both directions, are those of a real PostgreSQL. */
final class PgFormatsTest {
  private static final Map<PgType, List<String>> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(PgType.BOOL, List.of("t", "f", "true", "off")),
              Map.entry(PgType.INT2, List.of("0", "-32768", "32767")),
              Map.entry(PgType.INT4, List.of("0", "7", "-2147483648", "2147483647")),
              Map.entry(PgType.INT8, List.of("0", "-9223372036854775808", "9223372036854775807")),
              Map.entry(PgType.OID, List.of("0", "26", "4294967295")),
              Map.entry(
                  PgType.FLOAT8,
                  List.of(
                      "0",
                      "-0",
                      "0.1",
                      "-1.25",
                      "0.0001",
                      "0.00001",
                      "1e-7",
                      "123456789012345",
                      "1e14",
                      "1e15",
                      "1e16",
                      "12345678.9",
                      "1.5e300",
                      "1e-300",
                      "NaN",
                      "Infinity",
                      "-infinity",
                      "100000",
                      "1e7")),
              Map.entry(
                  PgType.NUMERIC,
                  List.of(
                      "0",
                      "0.00",
                      "-12.50",
                      "10000",
                      "100000000",
                      "0.0001",
                      "0.00010",
                      "1e10",
                      "-99999999.99999999",
                      "123456789012345678901234567890.000000001")),
              Map.entry(PgType.TEXT, List.of("", "it's ü 花 \uD83C\uDF38", " x ")),
              Map.entry(PgType.VARCHAR, List.of("x", "ü")),
              Map.entry(PgType.BPCHAR, List.of("abc")),
              Map.entry(PgType.NAME, List.of("pg_class")),
              Map.entry(
                  PgType.DATE, List.of("2000-01-01", "1999-12-31", "0001-01-01", "9999-12-31")),
              Map.entry(
                  PgType.TIME,
                  List.of("00:00:00", "12:30", "23:59:59.999999", "12:30:00.5", "12:30:00+02")),
              Map.entry(
                  PgType.TIMESTAMP,
                  List.of(
                      "2000-01-01 00:00:00",
                      "1969-12-31 23:59:59.000001",
                      "2024-02-29",
                      "0001-01-01 00:00:00",
                      "2024-02-29T12:30:00.120Z")),
              Map.entry(
                  PgType.TIMESTAMPTZ,
                  List.of(
                      "2000-01-01 00:00:00+00",
                      "2024-07-01 12:00:00.5",
                      "2024-01-01 12:00:00Z",
                      "2024-03-31 01:30:00+00",
                      "1969-07-20 20:17:40-05:30",
                      "1850-01-01 00:00:00+00"))));

  /** Arrays as the elements that a client sends. */
  private static final Map<PgType, List<String>> ARRAYS =
      new TreeMap<>(
          Map.of(
              PgType.INT4_ARRAY, List.of("{}", "{1,NULL,-3}"),
              PgType.OID_ARRAY, List.of("{26}"),
              PgType.TEXT_ARRAY,
                  List.of("{a,\"b c\",\"NULL\",NULL,\"\",\"x\\\\y\",\"q\\\"q\",\"{1,2}\"}", "{ü}"),
              PgType.BOOL_ARRAY, List.of("{t,f}"),
              PgType.NUMERIC_ARRAY, List.of("{1.50,-2}")));

  /** A value of PostgreSQL in both formats. */
  private record Sent(String text, String hex) {
    byte[] binary() {
      return HexFormat.of().parseHex(hex);
    }
  }

  private static Connection postgres() throws SQLException {
    return DriverManager.getConnection(TestStore.newPostgresUrl());
  }

  private static String sendFunction(PgType type) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return switch (type) {
      case NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> name + "_send";
      case INT4_ARRAY, OID_ARRAY, TEXT_ARRAY, BOOL_ARRAY, NUMERIC_ARRAY -> "array_send";
      default -> name + "send";
    };
  }

  private static String sqlName(PgType type) {
    return type.element() == type
        ? type.name().toLowerCase(Locale.ROOT)
        : type.element().name().toLowerCase(Locale.ROOT) + "[]";
  }

  private static List<Sent> sent(Connection postgres, PgType type, List<String> values)
      throws SQLException {
    String cast = "CAST(CAST(? AS TEXT) AS " + sqlName(type) + ")";
    List<Sent> sent = new ArrayList<>();
    try (PreparedStatement query =
        postgres.prepareStatement(
            "SELECT FORMAT('%s', " + cast + "), " + sendFunction(type) + "(" + cast + ")")) {
      for (String value : values) {
        query.setString(1, value);
        query.setString(2, value);
        try (ResultSet row = query.executeQuery()) {
          row.next();
          sent.add(new Sent(row.getString(1), HexFormat.of().formatHex(row.getBytes(2))));
        }
      }
    }
    return sent;
  }

  private static String hex(PgType type, Object value, ValueWriter writer) throws IOException {
    MessageBuffer out = new MessageBuffer();
    writer.binary(type, value, out);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    out.writeTo(bytes);
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Europe/Paris"})
  void valuesAreThoseOfPostgresql(String zone) throws Exception {
    ValueReader reader = new ValueReader(ZoneId.of(zone));
    ValueWriter writer = new ValueWriter(ZoneId.of(zone));
    try (Connection postgres = postgres();
        Statement statement = postgres.createStatement()) {
      statement.execute("SET TIME ZONE '" + zone + "'");
      for (Map.Entry<PgType, List<String>> entry : VALUES.entrySet()) {
        PgType type = entry.getKey();
        List<Sent> expected = sent(postgres, type, entry.getValue());
        for (int i = 0; i < expected.size(); i++) {
          String text = entry.getValue().get(i);
          Sent sent = expected.get(i);
          String as = type + " " + text + " in " + zone;
          Object value = reader.text(type, text, 1);
          assertThat(writer.text(type, value)).as(as).isEqualTo(sent.text());
          assertThat(hex(type, value, writer))
              .as(as)
              .isEqualTo(HexFormat.of().formatHex(sent.binary()));
          Object read = reader.binary(type, sent.binary(), 1);
          assertThat(writer.text(type, read)).as(as).isEqualTo(sent.text());
          assertThat(hex(type, read, writer))
              .as(as)
              .isEqualTo(HexFormat.of().formatHex(sent.binary()));
        }
      }
    }
  }

  @Test
  void arraysAreThoseOfPostgresql() throws Exception {
    ValueReader reader = new ValueReader(ZoneId.of("UTC"));
    ValueWriter writer = new ValueWriter(ZoneId.of("UTC"));
    try (Connection postgres = postgres()) {
      for (Map.Entry<PgType, List<String>> entry : ARRAYS.entrySet()) {
        PgType type = entry.getKey();
        for (Sent sent : sent(postgres, type, entry.getValue())) {
          Object read = reader.binary(type, sent.binary(), 1);
          assertThat(writer.text(type, read)).as(type.name()).isEqualTo(sent.text());
          assertThat(hex(type, read, writer))
              .as(type + " " + sent.text())
              .isEqualTo(HexFormat.of().formatHex(sent.binary()));
        }
      }
    }
  }

  /** Java may write one digit more than PostgreSQL; the number is the same. */
  @Test
  void randomNumbersAreThoseOfPostgresql() throws Exception {
    Random random = new Random(Effort.seed());
    List<String> doubles =
        DoubleStream.generate(() -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20))
            .limit(Effort.times(100, 10_000))
            .mapToObj(Double::toString)
            .toList();
    List<String> decimals =
        Stream.generate(
                () ->
                    new BigDecimal(
                            new BigInteger(random.nextInt(120) + 1, random), random.nextInt(20))
                        .toPlainString())
            .limit(Effort.times(100, 10_000))
            .toList();
    ValueReader reader = new ValueReader(ZoneId.of("UTC"));
    ValueWriter writer = new ValueWriter(ZoneId.of("UTC"));
    try (Connection postgres = postgres()) {
      List<Sent> expected = sent(postgres, PgType.FLOAT8, doubles);
      for (int i = 0; i < expected.size(); i++) {
        Object value = reader.text(PgType.FLOAT8, doubles.get(i), 1);
        String text = writer.text(PgType.FLOAT8, value);
        assertThat(Double.valueOf(text)).isEqualTo(value);
        assertThat(text.contains("e")).as(text).isEqualTo(expected.get(i).text().contains("e"));
        assertThat(reader.binary(PgType.FLOAT8, expected.get(i).binary(), 1)).isEqualTo(value);
      }
      expected = sent(postgres, PgType.NUMERIC, decimals);
      for (int i = 0; i < expected.size(); i++) {
        Object value = reader.text(PgType.NUMERIC, decimals.get(i), 1);
        assertThat(writer.text(PgType.NUMERIC, value)).isEqualTo(expected.get(i).text());
        assertThat(hex(PgType.NUMERIC, value, writer))
            .as(decimals.get(i))
            .isEqualTo(HexFormat.of().formatHex(expected.get(i).binary()));
        assertThat(reader.binary(PgType.NUMERIC, expected.get(i).binary(), 1)).isEqualTo(value);
      }
    }
  }
}
