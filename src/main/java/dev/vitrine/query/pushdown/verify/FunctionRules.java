package dev.vitrine.query.pushdown.verify;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.pushdown.function.ElapsedTime;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import dev.vitrine.query.pushdown.search.PatternFunctions;
import dev.vitrine.query.pushdown.search.PatternMatch;
import dev.vitrine.query.pushdown.type.InstantType;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Arguments for which a function means the same in both stores; others are refused. */
final class FunctionRules {
  private static final Set<String> TRUNCATED =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");
  private static final Set<TimeUnit> ELAPSED =
      EnumSet.of(
          TimeUnit.YEAR,
          TimeUnit.QUARTER,
          TimeUnit.MONTH,
          TimeUnit.WEEK,
          TimeUnit.DAY,
          TimeUnit.HOUR,
          TimeUnit.MINUTE,
          TimeUnit.SECOND);
  private static final Pattern FORMAT = Pattern.compile("(?:YYYY|MM|DD|HH24|MI|SS|MS|[-/:., ])*");

  private static final String UTC = "UTC";
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  private FunctionRules() {}

  static void check(RexCall call, Dialect dialect, SqlParserPos place) {
    switch (call.getOperator().getName()) {
      case "DATE_TRUNC" -> {
        // The unit is printed as it stands, so it has to be one of these.
        String unit = text(call, 0);
        if (!TRUNCATED.contains(unit.toLowerCase(Locale.ROOT))) {
          throw QueryRefusal.of("The unit '" + unit + "' of DATE_TRUNC", place);
        }
      }
      case "TIMESTAMPDIFF" -> {
        TimeUnit unit = ElapsedTime.unit(text(call, 0));
        if (!ELAPSED.contains(unit)) {
          throw QueryRefusal.of("The unit " + unit + " of TIMESTAMPDIFF", place);
        }
      }
      case "TO_CHAR" -> {
        String format = text(call, 1);
        if (!FORMAT.matcher(format).matches()) {
          throw QueryRefusal.of("The format '" + format + "' of TO_CHAR", place)
              .withHint(
                  "Formats are made of YYYY, MM, DD, HH24, MI, SS, MS and - / : . , and spaces.");
        }
      }
      case PatternFunctions.MATCHES_PATTERN,
          PatternFunctions.COUNT_PATTERN,
          PatternFunctions.FIRST_PATTERN,
          PatternFunctions.REPLACE_FIRST_PATTERN,
          PatternFunctions.REPLACE_ALL_PATTERN ->
          PatternMatch.check(call, dialect, place);
      case StoreFunctions.TIME_ZONE -> {
        String zone = text(call, 1);
        if (!zone.equals(UTC) && !(zone.contains("/") && ZONES.contains(zone))) {
          throw new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE, "The time zone '" + zone + "' is not known.")
              .withPosition(SourceText.position(place))
              .withHint("Write UTC, or a name such as Europe/Berlin.");
        }
        boolean instant = InstantType.matches(call.getOperands().get(0).getType());
        if (dialect == Dialect.H2 && !instant && !zone.equals(UTC)) {
          throw QueryRefusal.of(
              "AT TIME ZONE of a TIMESTAMP that is not an instant, on an embedded store,", place);
        }
      }
      case "LPAD", "RPAD" -> {
        // H2 pads with the first character only, so that the padding is repeated and cut.
        boolean constant =
            call.getOperands().size() == 2 || call.getOperands().get(2) instanceof RexLiteral;
        if (dialect == Dialect.H2 && !constant) {
          throw QueryRefusal.of(
              call.getOperator().getName()
                  + " with a padding that is not a constant, on an embedded store,",
              place);
        }
      }
      default -> {}
    }
  }

  private static String text(RexCall call, int operand) {
    RexNode node = call.getOperands().get(operand);
    return node instanceof RexLiteral literal && !literal.isNull()
        ? literal.getValueAs(String.class)
        : "";
  }
}
