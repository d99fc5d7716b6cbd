package dev.vitrine.session.query;

import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.tree.Statement;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of parameters to the types that a statement declares: the only conversion of all
 * protocols. A value of another form is refused with CAST_INVALID_INPUT (22018), a number that does
 * not fit with NUMERIC_VALUE_OUT_OF_RANGE (22003).
 */
public final class ParameterConversion {
  /** Maximum digits of a number, before and after the decimal point. */
  private static final int MOST_DIGITS = 1_000;

  private static final int ISO_DATE_LENGTH = "2024-12-31".length();

  private ParameterConversion() {}

  /**
   * The statement with these values for its {@code ?}.
   *
   * @throws VitrineException CAST_INVALID_INPUT or NUMERIC_VALUE_OUT_OF_RANGE, and as {@link
   *     ParsedStatement#bind}
   */
  public static Statement bind(
      ParsedStatement statement, List<? extends @Nullable Object> parameters) {
    List<DataType> types = statement.parameterTypes();
    List<@Nullable Object> converted = new ArrayList<>(parameters);
    for (int i = 0; i < Math.min(parameters.size(), types.size()); i++) {
      converted.set(i, convert(i, parameters.get(i), types.get(i)));
    }
    return statement.bind(converted);
  }

  /**
   * Converts one value.
   *
   * @param index place of the parameter, from 0, for errors
   * @throws VitrineException CAST_INVALID_INPUT or NUMERIC_VALUE_OUT_OF_RANGE
   */
  static @Nullable Object convert(int index, @Nullable Object value, DataType type) {
    if (value == null) {
      return null;
    }
    try {
      return switch (type) {
        case VARCHAR -> text(value);
        case INTEGER -> value instanceof Integer ? value : (Object) number(value).intValueExact();
        case BIGINT -> value instanceof Long ? value : (Object) number(value).longValueExact();
        case DECIMAL -> number(value);
        case DOUBLE -> finite(number(value).doubleValue());
        case BOOLEAN -> truth(value);
        case DATE -> date(value);
        case TIME -> time(value);
        case TIMESTAMP, INSTANT -> timestamp(value);
      };
    } catch (ArithmeticException e) {
      throw new VitrineException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "The value of parameter " + (index + 1) + " does not fit " + type.sqlName() + ".");
    } catch (IllegalArgumentException | DateTimeException e) {
      // Without the cause, whose message has the value.
      throw new VitrineException(
          ErrorCode.CAST_INVALID_INPUT,
          "The value of parameter " + (index + 1) + " is not a valid " + type.sqlName() + ".");
    }
  }

  /** Whether a value is a number that the integer type {@code type} cannot represent. */
  static boolean isBeyond(@Nullable Object value, DataType type) {
    boolean integer = type == DataType.INTEGER || type == DataType.BIGINT;
    if (value == null
        || !integer
        || value instanceof Integer
        || (value instanceof Long && type == DataType.BIGINT)) {
      return false;
    }
    try {
      BigDecimal number = number(value);
      BigDecimal whole =
          BigDecimal.valueOf(
              type == DataType.INTEGER ? number.intValueExact() : number.longValueExact());
      return whole.compareTo(number) != 0;
    } catch (NumberFormatException e) {
      return false;
    } catch (ArithmeticException e) {
      return true;
    }
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return bounded(number).toPlainString();
    }
    return value instanceof LocalDateTime timestamp
        ? timestamp.toLocalDate() + " " + timestamp.toLocalTime()
        : value.toString();
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return bounded(number);
    }
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(((Number) value).longValue());
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

  private static Double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new ArithmeticException("too large for a DOUBLE");
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
    String text = value.toString();
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return true;
    }
    if (text.equalsIgnoreCase("false") || text.equals("0")) {
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
    return UtcTime.parse(value.toString());
  }
}
