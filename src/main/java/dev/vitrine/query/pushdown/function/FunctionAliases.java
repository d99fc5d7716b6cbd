package dev.vitrine.query.pushdown.function;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Functions that are another spelling of one that both stores have. */
final class FunctionAliases {
  /** Other names, of functions that mean exactly the same. */
  static final Set<String> NAMES =
      Set.of(
          "ARRAY_AGG",
          "CEILING",
          "DATE_PART",
          "DAYNAME",
          "DAYOFWEEK",
          "IFNULL",
          "LOCATE",
          "MONTHNAME",
          "NOW",
          "NVL",
          "POW",
          "REGEXP_COUNT",
          "REGEXP_LIKE",
          "REGEXP_REPLACE",
          "REGEXP_SUBSTR",
          "SOME",
          "SPACE",
          "STRING_AGG",
          "STRPOS",
          "TO_DATE",
          "TO_TIMESTAMP",
          "TRUNCATE");

  /** Fields of DATE_PART that are whole numbers, so that they are the fields of EXTRACT. */
  private static final Set<String> WHOLE =
      Set.of(
          "year", "quarter", "month", "week", "day", "hour", "minute", "dow", "isodow", "doy",
          "isoyear");

  private FunctionAliases() {}

  /** The call that is meant, if this is another spelling of it. */
  static Optional<SqlNode> plain(SqlBasicCall call) {
    SqlParserPos place = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    boolean braces = call.getKind() == SqlKind.JDBC_FN;
    String name = name(call.getOperator().getName(), braces);
    return Optional.ofNullable(
        switch (name + "/" + operands.size()) {
          case "TO_TIMESTAMP/2" ->
              read(operands, SqlTypeName.TIMESTAMP, "YYYY-MM-DD HH24:MI:SS", place);
          case "TO_DATE/2" -> read(operands, SqlTypeName.DATE, "YYYY-MM-DD", place);
          case "CURDATE/0" -> clock("CURRENT_DATE", place);
          case "CURTIME/0" -> clock("CURRENT_TIME", place);
          case "NOW/0" -> clock("CURRENT_TIMESTAMP", place);
          case "TIMESTAMPDIFF/3" -> elapsed(operands, place);
          case "TIMESTAMPADD/3" -> added(operands, place);
          case "IFNULL/2", "NVL/2" -> SqlStdOperatorTable.COALESCE.createCall(place, operands);
          case "LOCATE/2" -> SqlStdOperatorTable.POSITION.createCall(place, operands);
          case "STRPOS/2" ->
              SqlStdOperatorTable.POSITION.createCall(place, operands.get(1), operands.get(0));
          case "SOME/1" -> SqlLibraryOperators.BOOL_OR.createCall(place, operands);
          case "TRUNCATE/1", "TRUNCATE/2" -> StoreFunctions.TRUNC.createCall(place, operands);
          case "CEILING/1" -> SqlStdOperatorTable.CEIL.createCall(place, operands);
          case "POW/2" -> SqlStdOperatorTable.POWER.createCall(place, operands);
          case "DATE_PART/2" -> part(operands, place);
          case "DAYOFWEEK/1" -> JdbcFunctions.dayOfWeek(operands, place);
          case "DAYNAME/1" -> JdbcFunctions.dayName(operands, place);
          case "MONTHNAME/1" -> JdbcFunctions.monthName(operands, place);
          case "LOCATE/3" -> JdbcFunctions.locate(operands, place);
          case "SPACE/1" -> JdbcFunctions.space(operands, place);
          case "CHR/1" -> JdbcFunctions.character(operands, place);
          default -> braces ? jdbc(name, operands, place) : null;
        });
  }

  /** Calcite calls a function in braces {@code {fn NAME}}. */
  private static String name(String operator, boolean braces) {
    String name = braces ? operator.substring("{fn ".length(), operator.length() - 1) : operator;
    return name.toUpperCase(Locale.ROOT);
  }

  private static SqlNode clock(String name, SqlParserPos place) {
    return Clock.ALL.stream()
        .filter(clock -> clock.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .createCall(place);
  }

  /** The names of JDBC have a prefix; without it, Calcite treats them as its own time frames. */
  private static TimeUnit unit(SqlIntervalQualifier qualifier) {
    String frame = qualifier.timeFrameName;
    return frame == null
        ? qualifier.getUnit()
        : Arrays.stream(TimeUnit.values())
            .filter(unit -> frame.equalsIgnoreCase("SQL_TSI_" + unit))
            .findFirst()
            .orElse(qualifier.getUnit());
  }

  private static @Nullable SqlNode elapsed(List<SqlNode> operands, SqlParserPos place) {
    if (!(operands.get(0) instanceof SqlIntervalQualifier unit)) {
      return null;
    }
    SqlNode name = SqlLiteral.createCharString(unit(unit).name(), unit.getParserPosition());
    return StoreFunctions.TIMESTAMPDIFF.createCall(place, name, operands.get(1), operands.get(2));
  }

  /** There are no intervals of weeks or quarters. */
  private static @Nullable SqlNode added(List<SqlNode> operands, SqlParserPos place) {
    if (!(operands.get(0) instanceof SqlIntervalQualifier qualifier)) {
      return null;
    }
    TimeUnit unit = unit(qualifier);
    if (unit != TimeUnit.WEEK && unit != TimeUnit.QUARTER) {
      return null;
    }
    boolean week = unit == TimeUnit.WEEK;
    SqlNode count =
        SqlStdOperatorTable.MULTIPLY.createCall(
            place, operands.get(1), SqlLiteral.createExactNumeric(week ? "7" : "3", place));
    return SqlStdOperatorTable.TIMESTAMP_ADD.createCall(
        place,
        new SqlIntervalQualifier(
            week ? TimeUnit.DAY : TimeUnit.MONTH, null, qualifier.getParserPosition()),
        count,
        operands.get(2));
  }

  /** The same interval in days or months. */
  static SqlLiteral plain(SqlIntervalLiteral literal) {
    SqlIntervalLiteral.IntervalValue value =
        literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    SqlIntervalQualifier qualifier = value.getIntervalQualifier();
    TimeUnit unit = qualifier.getStartUnit();
    boolean whole = value.getIntervalLiteral().matches("\\d{1,6}");
    if ((unit != TimeUnit.WEEK && unit != TimeUnit.QUARTER) || !whole) {
      return literal;
    }
    boolean week = unit == TimeUnit.WEEK;
    int count = Integer.parseInt(value.getIntervalLiteral()) * (week ? 7 : 3);
    SqlParserPos place = literal.getParserPosition();
    return SqlLiteral.createInterval(
        value.getSign(),
        String.valueOf(count),
        new SqlIntervalQualifier(
            week ? TimeUnit.DAY : TimeUnit.MONTH,
            RelDataType.PRECISION_NOT_SPECIFIED,
            null,
            RelDataType.PRECISION_NOT_SPECIFIED,
            qualifier.getParserPosition()),
        place);
  }

  /** A text in the format that casts read; null for other formats. */
  private static @Nullable SqlNode read(
      List<SqlNode> operands, SqlTypeName type, String format, SqlParserPos place) {
    boolean known =
        operands.get(1) instanceof SqlCharStringLiteral literal
            && Set.of(format, format + ".US", format + ".MS")
                .contains(literal.getValueAs(String.class).toUpperCase(Locale.ROOT));
    return known
        ? SqlStdOperatorTable.CAST.createCall(
            place,
            operands.get(0),
            new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, place), place))
        : null;
  }

  private static @Nullable SqlNode part(List<SqlNode> operands, SqlParserPos place) {
    boolean whole =
        operands.get(0) instanceof SqlCharStringLiteral literal
            && (WHOLE.contains(CommonSyntax.text(literal))
                || (CommonSyntax.text(literal).equals("epoch")
                    && TimeDifference.isDifference(operands.get(1))));
    if (!whole) {
      return null;
    }
    TimeUnit unit = TimeUnit.valueOf(CommonSyntax.text(operands.get(0)).toUpperCase(Locale.ROOT));
    SqlNode field =
        TimeDifference.field(unit, operands.get(1), place)
            .orElseGet(
                () ->
                    SqlStdOperatorTable.EXTRACT.createCall(
                        place, new SqlIntervalQualifier(unit, null, place), operands.get(1)));
    return SqlStdOperatorTable.CAST.createCall(
        place,
        field,
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, place), place));
  }

  private static @Nullable SqlNode jdbc(String name, List<SqlNode> operands, SqlParserPos place) {
    return switch (name + "/" + operands.size()) {
      case "INSERT/4" -> JdbcFunctions.insert(operands, place);
      case "CONVERT/2" -> JdbcFunctions.convert(operands, place);
      default -> JdbcFunctions.unbraced(name, operands, place);
    };
  }
}
