package dev.vitrine.query.pushdown.function;

import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/**
 * Prints TIMESTAMPDIFF for both stores alike. Neither has it: H2's counts the midnights between two
 * points in time, not the days.
 */
public final class ElapsedTime {
  private final SqlWriter writer;
  private final SqlNode from;
  private final SqlNode to;

  private ElapsedTime(SqlWriter writer, SqlNode from, SqlNode to) {
    this.writer = writer;
    this.from = from;
    this.to = to;
  }

  public static void unparse(SqlWriter writer, SqlCall call) {
    new ElapsedTime(writer, call.operand(1), call.operand(2))
        .unparse(unit(CommonSyntax.text(call.operand(0))));
  }

  /** Prints a call of {@link StoreFunctions#SECONDS_BETWEEN}. */
  public static void unparseSeconds(SqlWriter writer, SqlCall call) {
    writer.literal("CAST(");
    new ElapsedTime(writer, call.operand(0), call.operand(1)).seconds();
    writer.literal("AS DECIMAL(19, 3))");
  }

  private void seconds() {
    writer.literal("EXTRACT(EPOCH FROM (");
    point(to);
    writer.literal("-");
    point(from);
    writer.literal("))");
  }

  public static TimeUnit unit(String name) {
    return TimeUnit.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private void unparse(TimeUnit unit) {
    writer.literal("CAST(TRUNC((");
    if (unit.yearMonth) {
      wholeMonths();
    } else {
      seconds();
    }
    long divisor =
        unit.yearMonth
            ? unit.multiplier.longValueExact()
            : unit.multiplier.longValueExact() / TimeUnit.SECOND.multiplier.longValueExact();
    writer.literal(") / " + divisor + ") AS BIGINT)");
  }

  /**
   * Months by the calendar, less one if the last is not full: the day and time of the month of the
   * start are not reached. From January 31 to February 29 no month is full, as in MySQL and Java.
   */
  private void wholeMonths() {
    months();
    writer.literal("- CASE WHEN");
    point(to);
    writer.literal(">=");
    point(from);
    writer.literal("THEN CASE WHEN");
    inMonth(from);
    writer.literal(">");
    inMonth(to);
    writer.literal("THEN 1 ELSE 0 END ELSE CASE WHEN");
    inMonth(from);
    writer.literal("<");
    inMonth(to);
    writer.literal("THEN -1 ELSE 0 END END");
  }

  /** The seconds since the month began. */
  private void inMonth(SqlNode time) {
    writer.literal("EXTRACT(EPOCH FROM (");
    point(time);
    writer.literal("- DATE_TRUNC('MONTH',");
    point(time);
    writer.literal(")))");
  }

  private void months() {
    writer.literal("(");
    field("YEAR", to);
    writer.literal("-");
    field("YEAR", from);
    writer.literal(") * 12 +");
    field("MONTH", to);
    writer.literal("-");
    field("MONTH", from);
  }

  private void field(String name, SqlNode time) {
    writer.literal("EXTRACT(" + name + " FROM");
    point(time);
    writer.literal(")");
  }

  private void point(SqlNode time) {
    writer.literal("CAST(");
    time.unparse(writer, 0, 0);
    writer.literal("AS TIMESTAMP(3))");
  }
}
