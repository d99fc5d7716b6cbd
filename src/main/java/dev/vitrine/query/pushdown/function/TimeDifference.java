package dev.vitrine.query.pushdown.function;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The difference of two points in time where its type is not an interval: {@code EXTRACT(field FROM
 * a - b)}, and comparisons with an interval. {@code a - b < interval} is {@code a < b + interval}.
 */
final class TimeDifference {
  /** Days of a month in comparisons of intervals, as in PostgreSQL. */
  private static final int DAYS_OF_MONTH = 30;

  private static final int MONTHS_OF_YEAR = 12;

  /** How many of a unit are one of the next larger unit. */
  private static final Map<TimeUnit, Integer> LIMITS =
      Map.of(TimeUnit.HOUR, 24, TimeUnit.MINUTE, 60);

  private static final Set<SqlKind> SUMS =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.MINUS_PREFIX);

  /** Digits of the number of an interval. */
  private static final int MOST_DIGITS = 6;

  private TimeDifference() {}

  /** The call without a difference, if it has one. */
  static Optional<SqlNode> replace(SqlBasicCall call) {
    if (call.getKind() == SqlKind.EXTRACT) {
      return call.operand(0) instanceof SqlIntervalQualifier field
          ? field(field.getStartUnit(), call.operand(1), call.getParserPosition())
          : Optional.empty();
    }
    return SqlKind.BINARY_COMPARISON.contains(call.getKind()) ? compared(call) : Optional.empty();
  }

  /** The field of a difference, or of an age in years and months; empty for other operands. */
  static Optional<SqlNode> field(TimeUnit unit, SqlNode operand, SqlParserPos place) {
    if (isAge(operand)) {
      SqlCall age = (SqlCall) operand;
      SqlNode elapsed = elapsed(unit, age.operand(1), age.operand(0), place);
      return unit == TimeUnit.YEAR
          ? Optional.of(elapsed)
          : unit == TimeUnit.MONTH
              ? Optional.of(remainder(elapsed, MONTHS_OF_YEAR))
              : Optional.empty();
    }
    if (!isDifference(operand)) {
      return Optional.empty();
    }
    SqlNode end = ((SqlCall) operand).operand(0);
    SqlNode start = ((SqlCall) operand).operand(1);
    if (unit == TimeUnit.EPOCH) {
      return Optional.of(StoreFunctions.SECONDS_BETWEEN.createCall(place, start, end));
    }
    Integer limit = LIMITS.get(unit);
    SqlNode elapsed = elapsed(unit, start, end, place);
    return unit == TimeUnit.DAY
        ? Optional.of(elapsed)
        : Optional.ofNullable(limit).map(most -> remainder(elapsed, most));
  }

  private static boolean isAge(SqlNode node) {
    return node instanceof SqlBasicCall call
        && call.getOperator().getName().equalsIgnoreCase("AGE")
        && call.operandCount() == 2;
  }

  static boolean isDifference(SqlNode node) {
    return node instanceof SqlBasicCall call
        && call.getOperator().equals(SqlStdOperatorTable.MINUS)
        && !isInterval(call.operand(0))
        && !isInterval(call.operand(1));
  }

  private static boolean isInterval(SqlNode node) {
    if (!(node instanceof SqlBasicCall call)) {
      return node instanceof SqlIntervalLiteral;
    }
    SqlKind kind = call.getKind();
    boolean any = call.getOperandList().stream().anyMatch(TimeDifference::isInterval);
    boolean all = call.getOperandList().stream().allMatch(TimeDifference::isInterval);
    return kind == SqlKind.TIMES ? any : SUMS.contains(kind) && call.operandCount() > 0 && all;
  }

  private static SqlNode elapsed(TimeUnit unit, SqlNode start, SqlNode end, SqlParserPos place) {
    return StoreFunctions.TIMESTAMPDIFF.createCall(
        place, SqlLiteral.createCharString(unit.name(), place), start, end);
  }

  private static SqlNode remainder(SqlNode number, int divisor) {
    SqlParserPos place = number.getParserPosition();
    return SqlStdOperatorTable.MOD.createCall(
        place, number, SqlLiteral.createExactNumeric(String.valueOf(divisor), place));
  }

  private static Optional<SqlNode> compared(SqlBasicCall call) {
    if (isDifference(call.operand(0)) && isInterval(call.operand(1))) {
      SqlCall difference = call.operand(0);
      return Optional.of(
          call.getOperator()
              .createCall(
                  call.getParserPosition(),
                  difference.operand(0),
                  sum(difference.operand(1), call.operand(1))));
    }
    if (isInterval(call.operand(0)) && isDifference(call.operand(1))) {
      SqlCall difference = call.operand(1);
      return Optional.of(
          call.getOperator()
              .createCall(
                  call.getParserPosition(),
                  sum(difference.operand(1), call.operand(0)),
                  difference.operand(0)));
    }
    return Optional.empty();
  }

  private static SqlNode sum(SqlNode point, SqlNode interval) {
    return SqlStdOperatorTable.PLUS.createCall(point.getParserPosition(), point, inDays(interval));
  }

  /** Months and years as days; other intervals as they are. */
  private static SqlNode inDays(SqlNode interval) {
    if (interval instanceof SqlBasicCall call && call.getKind() != SqlKind.OTHER) {
      return call.getOperator()
          .createCall(
              call.getParserPosition(),
              call.getOperandList().stream().map(TimeDifference::inDays).toList());
    }
    if (!(interval instanceof SqlIntervalLiteral literal)) {
      return interval;
    }
    IntervalValue value = literal.getValueAs(IntervalValue.class);
    TimeUnit unit = value.getIntervalQualifier().getStartUnit();
    boolean month = unit == TimeUnit.MONTH;
    if ((!month && unit != TimeUnit.YEAR)
        || !value.getIntervalLiteral().matches("\\d{1," + MOST_DIGITS + "}")) {
      return interval;
    }
    long days =
        Long.parseLong(value.getIntervalLiteral()) * DAYS_OF_MONTH * (month ? 1 : MONTHS_OF_YEAR);
    SqlParserPos place = literal.getParserPosition();
    String digits = String.valueOf(days);
    return SqlLiteral.createInterval(
        value.getSign(),
        digits,
        new SqlIntervalQualifier(TimeUnit.DAY, Math.max(2, digits.length()), null, -1, place),
        place);
  }
}
