package dev.vitrine.server.pg.message;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes values in PostgreSQL's text and binary formats. Immutable.
 *
 * @param zone in which points in time are written as text
 */
public record ValueWriter(ZoneId zone) {
  /** Values of {@code timestamp} and {@code date} count from here. */
  static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

  private static final int NANOS_OF_MICRO = 1_000;

  private static final long MICROS_OF_DAY = 86_400_000_000L;

  /** Microseconds of a second. */
  private static final int MOST_MICROS = 1_000_000;

  /** Characters of most points in time. */
  private static final int LENGTH = 32;

  /** The text of a value that is not null. */
  public String text(PgType type, Object value) {
    return switch (type.format()) {
      case BOOLEAN -> value instanceof Boolean truth ? (truth ? "t" : "f") : value.toString();
      case FLOAT4, FLOAT8 ->
          value instanceof Number number ? decimal(number.doubleValue()) : value.toString();
      case NUMERIC ->
          value instanceof BigDecimal number ? number.toPlainString() : value.toString();
      case TIME -> value instanceof LocalTime time ? time(time) : value.toString();
      case TIMESTAMP -> value instanceof LocalDateTime time ? timestamp(time) : value.toString();
      case TIMESTAMPTZ -> value instanceof LocalDateTime time ? instant(time) : value.toString();
      case BYTEA ->
          value instanceof byte[] bytes
              ? "\\x" + HexFormat.of().formatHex(bytes)
              : value.toString();
      case ARRAY -> value instanceof List<?> list ? array(type.element(), list) : value.toString();
      case INT2, INT4, INT8, OID, TEXT, DATE -> value.toString();
    };
  }

  /** Writes a value that is not null, without its length, in binary format. */
  public void binary(PgType type, Object value, MessageBuffer out) {
    switch (type.format()) {
      case BOOLEAN -> out.int8(Boolean.parseBoolean(value.toString()) ? 1 : 0);
      case INT2 -> out.int16(((Number) value).intValue());
      case INT4 -> out.int32(((Number) value).intValue());
      case OID -> out.int32((int) ((Number) value).longValue());
      case INT8 -> out.int64(((Number) value).longValue());
      case FLOAT4 -> out.int32(Float.floatToIntBits(((Number) value).floatValue()));
      case FLOAT8 -> out.int64(Double.doubleToLongBits(((Number) value).doubleValue()));
      case NUMERIC -> BinaryNumeric.write(new BigDecimal(value.toString()), out);
      case TEXT -> out.bytes(value.toString().getBytes(StandardCharsets.UTF_8));
      case BYTEA -> out.bytes((byte[]) value);
      case DATE -> out.int32((int) ChronoUnit.DAYS.between(EPOCH.toLocalDate(), (LocalDate) value));
      case TIME -> out.int64(((LocalTime) value).toNanoOfDay() / NANOS_OF_MICRO);
      case TIMESTAMP, TIMESTAMPTZ -> out.int64(micros((LocalDateTime) value));
      case ARRAY -> array(type.element(), (List<?>) value, out);
    }
  }

  private static long micros(LocalDateTime time) {
    long days = time.toLocalDate().toEpochDay() - EPOCH.toLocalDate().toEpochDay();
    return days * MICROS_OF_DAY + time.toLocalTime().toNanoOfDay() / NANOS_OF_MICRO;
  }

  private void array(PgType element, List<?> values, MessageBuffer out) {
    out.int32(values.isEmpty() ? 0 : 1);
    out.int32(values.contains(null) ? 1 : 0);
    out.int32(element.oid());
    if (values.isEmpty()) {
      return;
    }
    out.int32(values.size()).int32(1);
    for (Object value : values) {
      if (value == null) {
        out.int32(-1);
      } else {
        int start = out.beginField();
        binary(element, value, out);
        out.endField(start);
      }
    }
  }

  private String array(PgType element, List<?> values) {
    return values.stream()
        .map(value -> value == null ? "NULL" : quoted(text(element, value)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && !text.equalsIgnoreCase("null")
            && text.chars().noneMatch(c -> "{},\"\\".indexOf(c) >= 0 || Character.isWhitespace(c));
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** PostgreSQL writes the shortest text that is read as the same number. */
  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String text = Double.toString(value);
    int exponent = text.indexOf('E');
    if (exponent < 0) {
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    int power = Integer.parseInt(text.substring(exponent + 1));
    if (power >= -4 && power < 15) {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
    String digits = text.substring(0, exponent).replaceFirst("\\.0$", "");
    return digits + String.format(Locale.ROOT, "e%+03d", power);
  }

  private static String time(LocalTime time) {
    StringBuilder text = new StringBuilder();
    write(time, text);
    return text.toString();
  }

  /** Without a formatter, which would take most of the time of a row. */
  private static void write(LocalTime time, StringBuilder text) {
    two(time.getHour(), text);
    two(time.getMinute(), text.append(':'));
    two(time.getSecond(), text.append(':'));
    int micros = time.getNano() / NANOS_OF_MICRO;
    if (micros != 0) {
      text.append('.');
      for (int unit = MOST_MICROS / 10; micros != 0; unit /= 10) {
        text.append((char) ('0' + micros / unit));
        micros %= unit;
      }
    }
  }

  private static void two(int number, StringBuilder text) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static String timestamp(LocalDateTime time) {
    return written(time).toString();
  }

  private static StringBuilder written(LocalDateTime time) {
    StringBuilder text = new StringBuilder(LENGTH).append(time.toLocalDate()).append(' ');
    write(time.toLocalTime(), text);
    return text;
  }

  private String instant(LocalDateTime utc) {
    int offset = zone.getRules().getOffset(utc.toInstant(ZoneOffset.UTC)).getTotalSeconds();
    StringBuilder text = written(utc.plusSeconds(offset));
    int size = Math.abs(offset);
    two(size / 3_600, text.append(offset < 0 ? '-' : '+'));
    if (size % 3_600 != 0) {
      two(size / 60 % 60, text.append(':'));
    }
    if (size % 60 != 0) {
      two(size % 60, text.append(':'));
    }
    return text.toString();
  }
}
