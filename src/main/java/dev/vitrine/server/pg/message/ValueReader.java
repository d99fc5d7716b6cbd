package dev.vitrine.server.pg.message;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of parameters in PostgreSQL's text and binary formats. Immutable.
 *
 * @param zone of points in time whose text has no offset
 */
public record ValueReader(ZoneId zone) {
  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");
  private static final long NANOS_OF_MICRO = 1_000;

  /** Maximum number of elements of an array. */
  private static final int MOST_ELEMENTS = 10_000;

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?) ?(?:Z|[+-]\\d\\d(?::?\\d\\d){0,2})?");

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(\\d{4,}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?))?"
              + " ?(Z|UTC|[+-]\\d\\d(?::?\\d\\d)?(?::\\d\\d)?)?");

  /**
   * The value of a text.
   *
   * @param position of the parameter, from 1, for errors
   */
  public Object text(PgType type, String text, int position) {
    String value = text.strip();
    try {
      return switch (type.format()) {
        case BOOLEAN -> truth(value, type, position);
        case INT2, INT4, INT8, OID, NUMERIC -> new BigDecimal(value);
        case FLOAT4, FLOAT8 -> decimal(value);
        case DATE -> timestamp(PgType.TIMESTAMP, value).toLocalDate();
        case TIME -> time(value);
        case TIMESTAMP, TIMESTAMPTZ -> timestamp(type, value);
        case TEXT, ARRAY -> text;
        case BYTEA -> throw unsupported(type, position);
      };
    } catch (NumberFormatException | DateTimeException exception) {
      throw invalid(type, position).withCause(exception);
    }
  }

  /** The value of bytes. */
  public Object binary(PgType type, byte[] bytes, int position) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (type.size() > 0 && type.format() != ValueFormat.TEXT && bytes.length != type.size()) {
      throw invalid(type, position);
    }
    try {
      return switch (type.format()) {
        case BOOLEAN -> in.get() != 0;
        case INT2 -> (int) in.getShort();
        case INT4 -> in.getInt();
        case OID -> Integer.toUnsignedLong(in.getInt());
        case INT8 -> in.getLong();
        case FLOAT4 -> (double) in.getFloat();
        case FLOAT8 -> in.getDouble();
        case NUMERIC -> BinaryNumeric.read(new MessageFields('B', bytes));
        case DATE -> ValueWriter.EPOCH.toLocalDate().plusDays(in.getInt());
        case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact(in.getLong(), NANOS_OF_MICRO));
        case TIMESTAMP, TIMESTAMPTZ -> ValueWriter.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
        case TEXT -> MessageFields.utf8(bytes);
        case ARRAY -> array(new MessageFields('B', bytes), type, position);
        case BYTEA -> throw unsupported(type, position);
      };
    } catch (ArithmeticException | DateTimeException exception) {
      throw invalid(type, position).withCause(exception);
    }
  }

  private List<@Nullable Object> array(MessageFields in, PgType type, int position) {
    int dimensions = in.int32();
    in.int32();
    PgType element = PgType.of(in.int32()).orElseThrow(() -> unsupported(type, position));
    List<@Nullable Object> values = new ArrayList<>();
    if (dimensions == 0) {
      return values;
    }
    int count = in.int32();
    in.int32();
    if (dimensions != 1 || count < 0 || count > MOST_ELEMENTS) {
      throw unsupported(type, position);
    }
    for (int i = 0; i < count; i++) {
      int length = in.int32();
      values.add(length < 0 ? null : binary(element, in.bytes(length), position));
    }
    return values;
  }

  /** PostgreSQL writes infinite values as Java does, and accepts them in any case. */
  private static Double decimal(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(value);
    };
  }

  private static Boolean truth(String value, PgType type, int position) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
      throw invalid(type, position);
    }
    return TRUE.contains(lower);
  }

  /** An offset is ignored, as PostgreSQL does; Java's driver sends one. */
  private static LocalTime time(String value) {
    Matcher parts = TIME.matcher(value);
    if (!parts.matches()) {
      throw new DateTimeException("not a time");
    }
    return LocalTime.parse(parts.group(1));
  }

  /** In UTC for a point in time; else the offset is ignored, as PostgreSQL does. */
  private LocalDateTime timestamp(PgType type, String value) {
    Matcher parts = TIMESTAMP.matcher(value);
    if (!parts.matches()) {
      throw new DateTimeException("not a timestamp");
    }
    LocalDateTime local =
        LocalDate.parse(parts.group(1))
            .atTime(parts.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(parts.group(2)));
    if (type != PgType.TIMESTAMPTZ) {
      return local;
    }
    String offset = parts.group(3);
    if (offset == null) {
      return LocalDateTime.ofInstant(local.atZone(zone).toInstant(), ZoneOffset.UTC);
    }
    ZoneOffset of = offset.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(offset);
    return OffsetDateTime.of(local, of).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  private static VitrineException invalid(PgType type, int position) {
    return new VitrineException(
        ErrorCode.CAST_INVALID_INPUT,
        "The value of parameter " + position + " is not a valid " + name(type) + ".");
  }

  private static VitrineException unsupported(PgType type, int position) {
    return new VitrineException(
        ErrorCode.UNSUPPORTED_FEATURE,
        "Parameter " + position + " of type " + name(type) + " is not supported.");
  }

  private static String name(PgType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
