package dev.vitrine.wire.avatica;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.BoundValue;
import dev.vitrine.protocol.ColumnDescription;
import dev.vitrine.protocol.ParameterDescription;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;

/** Columns, parameters and values in Avatica's classes. */
final class AvaticaTypes {
  private static final long NANOS_OF_MILLI = 1_000_000;

  private AvaticaTypes() {}

  /** LIST is the one style whose rows LocalService passes on as they are (CALCITE-4567). */
  static Meta.Signature signature(
      String sql, List<ColumnDescription> columns, List<ParameterDescription> parameters) {
    List<ColumnMetaData> described = new ArrayList<>();
    for (ColumnDescription column : columns) {
      described.add(column(described.size(), column));
    }
    List<AvaticaParameter> declared = new ArrayList<>();
    for (ParameterDescription parameter : parameters) {
      String marker = parameter.instant() ? ParameterDescription.INSTANT : "?";
      declared.add(parameter(marker + (declared.size() + 1), parameter));
    }
    Meta.StatementType kind =
        columns.isEmpty() ? Meta.StatementType.OTHER_DDL : Meta.StatementType.SELECT;
    return Meta.Signature.create(described, sql, declared, Meta.CursorFactory.LIST, kind);
  }

  private static ColumnMetaData column(int ordinal, ColumnDescription column) {
    return new ColumnMetaData(
        ordinal,
        false,
        column.caseSensitive(),
        true,
        false,
        column.nullable(),
        column.signed(),
        column.displaySize(),
        column.label(),
        column.name(),
        "",
        column.precision(),
        column.scale(),
        "",
        "",
        ColumnMetaData.scalar(column.type(), column.typeName(), representation(column)),
        true,
        false,
        false,
        column.className());
  }

  /** How values are sent: dates as days, times as milliseconds. */
  private static Rep representation(ColumnDescription column) {
    return switch (column.type()) {
      case Types.INTEGER, Types.DATE, Types.TIME -> Rep.INTEGER;
      case Types.BIGINT -> Rep.LONG;
      case Types.DECIMAL -> Rep.NUMBER;
      case Types.DOUBLE -> Rep.DOUBLE;
      case Types.BOOLEAN -> Rep.BOOLEAN;
      // To Avatica's clients both representations are the same; our driver knows instants by it.
      case Types.TIMESTAMP -> column.instant() ? Rep.PRIMITIVE_LONG : Rep.LONG;
      default -> Rep.STRING;
    };
  }

  private static AvaticaParameter parameter(String name, ParameterDescription parameter) {
    return new AvaticaParameter(
        parameter.signed(),
        parameter.precision(),
        parameter.scale(),
        parameter.type(),
        parameter.typeName(),
        parameter.className(),
        name);
  }

  /**
   * The values of parameters.
   *
   * @throws VitrineException CAST_INVALID_INPUT when one is malformed
   */
  static List<BoundValue> values(List<TypedValue> values) {
    List<BoundValue> bound = new ArrayList<>(values.size());
    for (TypedValue value : values) {
      try {
        bound.add(value(value));
      } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
        throw new VitrineException(
            ErrorCode.CAST_INVALID_INPUT,
            "The value of parameter " + (bound.size() + 1) + " is malformed.");
      }
    }
    return bound;
  }

  private static BoundValue value(TypedValue typed) {
    Object value = typed.value;
    if (value == null) {
      return new BoundValue.Null();
    }
    if (typed.type == Rep.JAVA_SQL_DATE) {
      return new BoundValue.Date(LocalDate.ofEpochDay(number(value)));
    }
    if (typed.type == Rep.JAVA_SQL_TIME) {
      long nanos = Math.multiplyExact(number(value), NANOS_OF_MILLI);
      return new BoundValue.Varchar(LocalTime.ofNanoOfDay(nanos).toString());
    }
    if (typed.type == Rep.JAVA_SQL_TIMESTAMP || typed.type == Rep.JAVA_UTIL_DATE) {
      Instant instant = Instant.ofEpochMilli(number(value));
      return new BoundValue.Timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
    return scalar(value);
  }

  private static long number(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("not a number of days or milliseconds");
  }

  private static BoundValue scalar(Object value) {
    if (value instanceof Boolean truth) {
      return new BoundValue.Bool(truth);
    }
    if (value instanceof BigDecimal decimal) {
      return new BoundValue.Decimal(decimal);
    }
    if (value instanceof Double || value instanceof Float) {
      // The text of a float is the number that was meant: 0.1f is 0.1.
      return new BoundValue.FloatingPoint(Double.valueOf(value.toString()));
    }
    if (value instanceof Number number) {
      return new BoundValue.Bigint(number.longValue());
    }
    return new BoundValue.Varchar(value.toString());
  }
}
