package dev.vitrine.wire;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * Values of {@code ?} as they arrive, converted to the types that the statement declares; a store
 * would refuse text for a number.
 */
final class ParameterValues {
  /** Maximum digits of a number, before and after the decimal point. */
  private static final int MOST_DIGITS = 1_000;

  private static final int ISO_DATE_LENGTH = "2024-12-31".length();

  private ParameterValues() {}

  static List<Object> convert(List<TypedValue> values, List<DataType> declared) {
    if (values.size() != declared.size()) {
      throw new VitrineException(
          ErrorCode.UNBOUND_PARAMETER,
          "The statement has "
              + declared.size()
              + " parameters, and "
              + values.size()
              + " values were given.");
    }
    List<Object> converted = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      TypedValue value = values.get(i);
      if (value == null) {
        throw new VitrineException(
            ErrorCode.UNBOUND_PARAMETER, "Parameter " + (i + 1) + " has no value.");
      }
      converted.add(convert(i + 1, value, declared.get(i)));
    }
    return converted;
  }

  private static Object local(TypedValue typed) {
    Object value = typed.value;
    if (value == null) {
      return null;
    }
    if (typed.type == Rep.JAVA_SQL_TIME && value instanceof Number millis) {
      return LocalTime.ofNanoOfDay(Math.multiplyExact(millis.longValue(), 1_000_000L));
    }
    boolean date = typed.type == Rep.JAVA_SQL_DATE;
    boolean timestamp = typed.type == Rep.JAVA_SQL_TIMESTAMP || typed.type == Rep.JAVA_UTIL_DATE;
    if (!date && !timestamp) {
      return value;
    }
    if (!(value instanceof Number number)) {
      throw new IllegalArgumentException("not a number of days or milliseconds");
    }
    return date
        ? LocalDate.ofEpochDay(number.longValue())
        : LocalDateTime.ofInstant(Instant.ofEpochMilli(number.longValue()), ZoneOffset.UTC);
  }

  private static Object convert(int position, TypedValue typed, DataType type) {
    try {
      Object value = local(typed);
      return value == null ? null : convert(value, type);
    } catch (ArithmeticException e) {
      throw new VitrineException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "The value of parameter " + position + " does not fit " + type + ".");
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new VitrineException(
          ErrorCode.CAST_INVALID_INPUT,
          "The value of parameter " + position + " is not a valid " + type + ".");
    }
  }

  private static Object convert(Object value, DataType type) {
    return switch (type) {
      case VARCHAR -> text(value);
      // A number that does not fit is compared as it is; where it cannot be, the session refuses
      // it.
      case INTEGER, BIGINT -> integer(number(value), type);
      case DECIMAL -> number(value);
      case DOUBLE -> number(value).doubleValue();
      case BOOLEAN -> truth(value);
      case DATE -> date(value);
      case TIME -> time(value);
      case TIMESTAMP, INSTANT -> timestamp(value);
    };
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return bounded(number).toPlainString();
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalDate() + " " + timestamp.toLocalTime();
    }
    return value.toString();
  }

  private static Number integer(BigDecimal number, DataType type) {
    try {
      return type == DataType.INTEGER ? (Number) number.intValueExact() : number.longValueExact();
    } catch (ArithmeticException e) {
      return number;
    }
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return bounded(number);
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return bounded(new BigDecimal(value.toString().strip()));
  }

  /** Written out, 1E1000000000 has a thousand million digits. */
  private static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
      throw new ArithmeticException("too many digits");
    }
    return number;
  }

  private static Boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value.toString().equalsIgnoreCase("true") || value.equals("1")) {
      return true;
    }
    if (value.toString().equalsIgnoreCase("false") || value.equals("0")) {
      return false;
    }
    throw new IllegalArgumentException("not a BOOLEAN");
  }

  private static LocalDate date(Object value) {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalDate();
    }
    String text = value.toString().strip();
    return text.length() > ISO_DATE_LENGTH ? timestamp(text).toLocalDate() : LocalDate.parse(text);
  }

  private static LocalTime time(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalTime();
    }
    return value instanceof LocalTime time ? time : LocalTime.parse(value.toString().strip());
  }

  private static LocalDateTime timestamp(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    String text = value.toString().strip();
    return text.length() == ISO_DATE_LENGTH
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replace(' ', 'T'));
  }
}
