package dev.vitrine.wire;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
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

/** Values of {@code ?} as they arrive; the session converts them to the declared types. */
final class ParameterValues {
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
      converted.add(local(i + 1, value));
    }
    return converted;
  }

  private static Object local(int position, TypedValue typed) {
    try {
      return local(typed);
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw new VitrineException(
          ErrorCode.CAST_INVALID_INPUT,
          "The value of parameter " + position + " is not a valid " + typed.type + ".");
    }
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
}
