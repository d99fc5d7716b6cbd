package dev.vitrine.jdbc.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ColumnDescription;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of a row, and the classes that JDBC lets a caller read them as. An instant is the same
 * point in time in every class; {@code LocalDateTime} and text show it in UTC. Any other TIMESTAMP
 * is a date and a time of day; as {@code java.sql.Timestamp} it shows the same digits in the time
 * zone of the JVM.
 */
public final class ColumnValue {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private static final Map<Class<?>, Conversion> CONVERSIONS =
      Map.ofEntries(
          Map.entry(Object.class, ColumnValue::object),
          Map.entry(String.class, ColumnValue::text),
          Map.entry(Boolean.class, ColumnValue::truth),
          Map.entry(Byte.class, value -> (byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE)),
          Map.entry(Short.class, value -> (short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE)),
          Map.entry(
              Integer.class, value -> (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(Long.class, value -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(Float.class, value -> number(value).floatValue()),
          Map.entry(Double.class, value -> number(value).doubleValue()),
          Map.entry(BigDecimal.class, ColumnValue::number),
          Map.entry(BigInteger.class, value -> number(value).toBigInteger()),
          Map.entry(byte[].class, value -> textOf(value).getBytes(UTF_8)),
          Map.entry(UUID.class, value -> UUID.fromString(textOf(value))),
          Map.entry(LocalDateTime.class, ColumnValue::moment),
          Map.entry(LocalDate.class, value -> moment(value).toLocalDate()),
          Map.entry(LocalTime.class, value -> moment(value).toLocalTime()),
          Map.entry(Instant.class, value -> moment(value).toInstant(ZoneOffset.UTC)),
          Map.entry(OffsetDateTime.class, value -> moment(value).atOffset(ZoneOffset.UTC)),
          Map.entry(ZonedDateTime.class, value -> moment(value).atZone(ZoneOffset.UTC)),
          Map.entry(Timestamp.class, ColumnValue::timestamp),
          Map.entry(java.util.Date.class, ColumnValue::timestamp),
          Map.entry(Date.class, value -> Date.valueOf(local(value).toLocalDate())),
          Map.entry(Time.class, value -> time(local(value).toLocalTime())));

  /** Decimal places, and powers of ten, of a text that is read as a number. */
  private static final int MOST_DIGITS = 1_000;

  /** Characters of such a text: digits before and after the point, and an exponent. */
  private static final int LONGEST_NUMBER = 2 * MOST_DIGITS + 10;

  private ColumnValue() {}

  /** A conversion of a value that is not null. */
  private interface Conversion {
    @Nullable Object convert(Object value) throws SQLException;
  }

  /** The value as it travelled, as the Java value of its type. */
  public static @Nullable Object read(@Nullable Object raw, ColumnDescription column) {
    if (raw == null) {
      return null;
    }
    return switch (column.type()) {
      case Types.BIGINT -> ((Number) raw).longValue();
      case Types.INTEGER, Types.SMALLINT -> ((Number) raw).intValue();
      case Types.DOUBLE -> ((Number) raw).doubleValue();
      case Types.DECIMAL -> raw instanceof BigDecimal ? raw : new BigDecimal(raw.toString());
      case Types.TIME -> LocalTime.ofNanoOfDay(((Number) raw).longValue() * 1_000_000L);
      case Types.DATE -> LocalDate.ofEpochDay(((Number) raw).longValue());
      case Types.TIMESTAMP -> {
        Instant instant = Instant.ofEpochMilli(((Number) raw).longValue());
        yield column.instant() ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      }
      default -> raw;
    };
  }

  /** With its milliseconds, which {@code Time.valueOf} drops. */
  private static Time time(LocalTime time) {
    return new Time(Timestamp.valueOf(LocalDate.EPOCH.atTime(time)).getTime());
  }

  private static Timestamp timestamp(Object value) throws SQLException {
    return value instanceof Instant instant
        ? Timestamp.from(instant)
        : Timestamp.valueOf(moment(value));
  }

  /**
   * The local date and time of the instant in the JVM's time zone; otherwise the digits of the
   * value.
   */
  private static LocalDateTime local(Object value) throws SQLException {
    return value instanceof Instant instant
        ? LocalDateTime.ofInstant(instant, ZoneId.systemDefault())
        : moment(value);
  }

  public static <T> @Nullable T as(@Nullable Object value, Class<T> type) throws SQLException {
    if (value == null) {
      return null;
    }
    Conversion conversion = CONVERSIONS.get(type);
    if (conversion == null) {
      throw SqlErrors.cannotConvert("No value is read as " + type.getName() + ".");
    }
    try {
      return type.cast(conversion.convert(value));
    } catch (IllegalArgumentException e) {
      throw cannotRead(value, type.getSimpleName());
    }
  }

  /** The value of {@code getObject}, of the class that {@code getColumnClassName} reports. */
  public static @Nullable Object object(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return Timestamp.from(instant);
    }
    if (value instanceof LocalDateTime timestamp) {
      return Timestamp.valueOf(timestamp);
    }
    if (value instanceof LocalTime time) {
      return time(time);
    }
    return value instanceof LocalDate date ? Date.valueOf(date) : value;
  }

  public static @Nullable String text(@Nullable Object value) {
    return value == null ? null : textOf(value);
  }

  private static String textOf(Object value) {
    if (value instanceof Instant instant) {
      return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
    if (value instanceof LocalDateTime timestamp) {
      return TIMESTAMP.format(timestamp);
    }
    if (value instanceof LocalTime time) {
      return TIME.format(time);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value.toString();
  }

  public static boolean truth(Object value) throws SQLException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw cannotRead(value, "BOOLEAN");
    };
  }

  public static BigDecimal number(Object value) throws SQLException {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Number || value instanceof String) {
      return parsed(value.toString().strip(), value);
    }
    throw cannotRead(value, "number");
  }

  /** A text such as 1e50000000 is refused, because to round such a number takes minutes. */
  private static BigDecimal parsed(String text, Object value) throws SQLException {
    if (text.length() <= LONGEST_NUMBER) {
      try {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) <= MOST_DIGITS) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw cannotRead(value, "number");
      }
    }
    throw SqlErrors.outOfRange(
        "The text is a number with more than "
            + MOST_DIGITS
            + " digits after or before the point.");
  }

  public static long integer(Object value, long least, long most) throws SQLException {
    if (value instanceof Long || value instanceof Integer) {
      long whole = ((Number) value).longValue();
      if (whole >= least && whole <= most) {
        return whole;
      }
    }
    BigDecimal number = number(value).setScale(0, RoundingMode.DOWN);
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw SqlErrors.outOfRange(
          "The value is not between " + least + " and " + most + ": " + number + ".");
    }
    return number.longValueExact();
  }

  /** The value itself if it is an instant; else when clocks in the calendar's zone show it. */
  public static @Nullable Timestamp timestamp(
      @Nullable Object value, @Nullable Calendar calendar, boolean dateOnly) throws SQLException {
    if (value == null) {
      return null;
    }
    Calendar known = calendar == null ? Calendar.getInstance() : calendar;
    ZoneId zone = known.getTimeZone().toZoneId();
    ZonedDateTime moment =
        value instanceof Instant instant ? instant.atZone(zone) : moment(value).atZone(zone);
    return Timestamp.from(
        (dateOnly ? moment.toLocalDate().atStartOfDay(zone) : moment).toInstant());
  }

  public static @Nullable InputStream stream(@Nullable String text) {
    return text == null ? null : new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static LocalDateTime moment(Object value) throws SQLException {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof LocalTime time) {
      return LocalDate.EPOCH.atTime(time);
    }
    if (value instanceof String text) {
      try {
        String stripped = text.strip();
        return stripped.length() == 10
            ? LocalDate.parse(stripped).atStartOfDay()
            : LocalDateTime.parse(stripped.replace(' ', 'T'));
      } catch (DateTimeException e) {
        throw cannotRead(value, "TIMESTAMP");
      }
    }
    throw cannotRead(value, "TIMESTAMP");
  }

  private static SQLException cannotRead(Object value, String type) {
    return SqlErrors.cannotConvert(
        "A " + value.getClass().getSimpleName() + " value cannot be read as " + type + ".");
  }
}
