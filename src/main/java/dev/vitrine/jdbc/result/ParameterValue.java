package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.BoundValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Java values as parameters travel: TIMESTAMP as milliseconds UTC, DATE as days. */
public final class ParameterValue {
  public static final BoundValue NULL = new BoundValue.Null();

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private ParameterValue() {}

  public static BoundValue of(@Nullable Object value) throws SQLException {
    if (value == null) {
      return NULL;
    }
    if (value instanceof String
        || value instanceof Character
        || value instanceof UUID
        || value instanceof LocalTime
        || value instanceof Enum) {
      return new BoundValue.Varchar(value.toString());
    }
    if (value instanceof Time time) {
      return new BoundValue.Varchar(
          time.toLocalTime()
              .plusNanos(Math.floorMod(time.getTime(), 1000) * 1_000_000L)
              .toString());
    }
    if (value instanceof Boolean truth) {
      return new BoundValue.Bool(truth);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Clob clob) {
      return of(clob.getSubString(1, Math.toIntExact(clob.length())));
    }
    return moment(value);
  }

  /** Refuses target types that no parameter has. */
  public static void checkTarget(int targetType) throws SQLException {
    switch (targetType) {
      case Types.BLOB,
          Types.BINARY,
          Types.VARBINARY,
          Types.LONGVARBINARY,
          Types.ARRAY,
          Types.REF,
          Types.ROWID,
          Types.SQLXML,
          Types.STRUCT ->
          throw SqlErrors.unsupported("A parameter of this type");
      // The service converts to the type that the statement declares.
      default -> {}
    }
  }

  /**
   * A value for a parameter that is a point in time. The classes of {@code java.util} and {@code
   * java.sql} are points in time themselves; all others are as {@link #of(Object)} has them.
   */
  public static BoundValue instant(@Nullable Object value) throws SQLException {
    if (value instanceof Date date) {
      return instant(date, Calendar.getInstance());
    }
    if (value instanceof java.util.Date date && !(value instanceof Time)) {
      return moment(date.toInstant());
    }
    return value instanceof Calendar calendar ? moment(calendar.toInstant()) : of(value);
  }

  /** The beginning of the date in the calendar's time zone. */
  public static BoundValue instant(@Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      return NULL;
    }
    LocalDate date = local(value.getTime(), calendar).toLocalDate();
    return timestamp(date.atStartOfDay(zone(calendar)).toInstant());
  }

  public static BoundValue date(@Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    return value == null ? NULL : of(local(value.getTime(), calendar).toLocalDate());
  }

  public static BoundValue timestamp(@Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      return NULL;
    }
    return of(LocalDateTime.ofInstant(value.toInstant(), zone(calendar)));
  }

  public static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      return null;
    }
    try {
      StringBuilder text = new StringBuilder();
      int read = length == 0 ? -1 : reader.read();
      while (read >= 0) {
        text.append((char) read);
        read = text.length() == length ? -1 : reader.read();
      }
      return text.toString();
    } catch (IOException e) {
      throw SqlErrors.caused(SqlErrors.cannotConvert("The stream cannot be read."), e);
    }
  }

  public static @Nullable String text(@Nullable InputStream stream, long length, Charset charset)
      throws SQLException {
    if (stream == null) {
      return null;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int read = length == 0 ? -1 : stream.read();
      while (read >= 0) {
        bytes.write(read);
        read = bytes.size() == length ? -1 : stream.read();
      }
      return bytes.toString(charset);
    } catch (IOException e) {
      throw SqlErrors.caused(SqlErrors.cannotConvert("The stream cannot be read."), e);
    }
  }

  private static BoundValue number(Number value) {
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return new BoundValue.Bigint(value.longValue());
    }
    if (value instanceof Float || value instanceof Double) {
      return new BoundValue.FloatingPoint(value.doubleValue());
    }
    BigDecimal decimal =
        value instanceof BigInteger integer
            ? new BigDecimal(integer)
            : new BigDecimal(value.toString());
    return new BoundValue.Decimal(decimal);
  }

  private static BoundValue moment(Object value) throws SQLException {
    if (value instanceof LocalDate date) {
      return new BoundValue.Date(date);
    }
    if (value instanceof Date date) {
      return moment(date.toLocalDate());
    }
    if (value instanceof LocalDateTime timestamp) {
      return moment(timestamp.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof Timestamp timestamp) {
      return moment(timestamp.toLocalDateTime());
    }
    if (value instanceof OffsetDateTime timestamp) {
      return moment(timestamp.toInstant());
    }
    if (value instanceof ZonedDateTime timestamp) {
      return moment(timestamp.toInstant());
    }
    if (value instanceof java.util.Date date) {
      return moment(new Timestamp(date.toInstant().toEpochMilli()));
    }
    if (value instanceof Calendar calendar) {
      return moment(new Timestamp(calendar.getTimeInMillis()));
    }
    if (value instanceof Instant instant) {
      return moment(instant);
    }
    throw SqlErrors.unsupported("A parameter of " + value.getClass().getName());
  }

  /**
   * Milliseconds, or text for a finer time. The stores compute with microseconds; of anything
   * finer, one microsecond is kept, so that it compares correctly with values in milliseconds.
   */
  private static BoundValue moment(Instant instant) {
    Instant millis = instant.truncatedTo(ChronoUnit.MILLIS);
    if (millis.equals(instant)) {
      return timestamp(instant);
    }
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    boolean lost = micros.equals(millis);
    Instant kept = lost ? micros.plus(1, ChronoUnit.MICROS) : micros;
    return new BoundValue.Varchar(
        MICROSECONDS.format(LocalDateTime.ofInstant(kept, ZoneOffset.UTC)));
  }

  private static BoundValue timestamp(Instant instant) {
    return new BoundValue.Timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** The local date and time in the calendar's zone. */
  private static LocalDateTime local(long millis, @Nullable Calendar calendar) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone(calendar));
  }

  private static ZoneId zone(@Nullable Calendar calendar) {
    Calendar known = calendar == null ? Calendar.getInstance() : calendar;
    return known.getTimeZone().toZoneId();
  }
}
