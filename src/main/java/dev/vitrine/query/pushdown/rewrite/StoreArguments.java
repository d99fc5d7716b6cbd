package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import dev.vitrine.query.pushdown.type.InstantType;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Casts of arguments and results without which a store would compute a different value. */
final class StoreArguments {
  /** PostgreSQL has them with INTEGER after the first argument, not BIGINT. */
  private static final Set<String> COUNTING =
      Set.of(
          "LEFT",
          "RIGHT",
          "REPEAT",
          "LPAD",
          "RPAD",
          "SUBSTRING",
          "SUBSTR",
          "SPLIT_PART",
          "OVERLAY",
          "ROUND",
          "TRUNC");

  private final Dialect dialect;
  private final RexBuilder rex;
  private final RelDataTypeFactory types;

  StoreArguments(Dialect dialect, RexBuilder rex) {
    this.dialect = dialect;
    this.rex = rex;
    this.types = rex.getTypeFactory();
  }

  RexNode fit(RexCall call) {
    if (call.getOperator().equals(StoreFunctions.DATE_TRUNC)) {
      return timestamps(call);
    }
    if (call.getOperator().equals(StoreFunctions.AT_TIME_ZONE)) {
      return changedZone(call);
    }
    return switch (dialect) {
      case POSTGRESQL -> onPostgresql(call);
      case H2 -> onH2(call);
    };
  }

  /** An instant is stored as the time in UTC; both zones are needed, and UTC changes nothing. */
  private RexNode changedZone(RexCall call) {
    RexNode time = call.getOperands().get(0);
    RexNode zone = call.getOperands().get(1);
    RexNode utc = rex.makeLiteral("UTC");
    if (zone instanceof RexLiteral name && "UTC".equals(name.getValueAs(String.class))) {
      return rex.makeAbstractCast(call.getType(), time, false);
    }
    return rex.makeCall(
        call.getType(),
        StoreFunctions.CHANGED_ZONE,
        InstantType.matches(time.getType()) ? List.of(time, utc, zone) : List.of(time, zone, utc));
  }

  /** The store computes a quotient to the larger scale of its operands, or to few digits. */
  private RexNode onPostgresql(RexCall call) {
    if (call.getKind() == SqlKind.DIVIDE && isDecimal(call)) {
      return withScale(call, 0, scale(call.getType()));
    }
    return COUNTING.contains(call.getOperator().getName()) ? integers(call) : call;
  }

  private RexNode onH2(RexCall call) {
    RelDataType first =
        call.getOperands().isEmpty() ? call.getType() : call.getOperands().get(0).getType();
    return switch (call.getKind()) {
      // It writes TRUE.
      case CAST ->
          call.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                  && first.getSqlTypeName() == SqlTypeName.BOOLEAN
              ? rex.makeCall(call.getType(), SqlStdOperatorTable.LOWER, List.of(call))
              : call;
      // The remainder gets the decimal places of the divisor, the quotient few of the dividend.
      case MOD -> isDecimal(call) ? withScale(call, 1, scale(first)) : call;
      case DIVIDE ->
          isDecimal(call) ? withScale(call, 0, scale(call.getType()) + scale(first)) : call;
      default -> call;
    };
  }

  private static boolean isDecimal(RexCall call) {
    return SqlTypeUtil.isDecimal(call.getType());
  }

  private static int scale(RelDataType type) {
    return Math.max(0, type.getScale());
  }

  /** The call with an operand that has so many decimal places at least. */
  private RexNode withScale(RexCall call, int operand, int scale) {
    RelDataType type = call.getOperands().get(operand).getType();
    if (scale(type) >= scale) {
      return call;
    }
    int digits = Math.max(1, type.getPrecision() - scale(type));
    return with(call, operand, types.createSqlType(SqlTypeName.DECIMAL, digits + scale, scale));
  }

  private RexNode integers(RexCall call) {
    RexNode fitted = call;
    for (int i = 1; i < call.getOperands().size(); i++) {
      if (call.getOperands().get(i).getType().getSqlTypeName() == SqlTypeName.BIGINT) {
        fitted = with((RexCall) fitted, i, types.createSqlType(SqlTypeName.INTEGER));
      }
    }
    return fitted;
  }

  /** A DATE would become a point in the time zone of the connection. */
  private RexNode timestamps(RexCall call) {
    return call.getOperands().get(1).getType().getSqlTypeName() == SqlTypeName.DATE
        ? with(call, 1, types.createSqlType(SqlTypeName.TIMESTAMP, 3))
        : call;
  }

  private RexNode with(RexCall call, int operand, RelDataType type) {
    RelDataType nullable =
        types.createTypeWithNullability(
            type, call.getOperands().get(operand).getType().isNullable());
    List<RexNode> operands =
        IntStream.range(0, call.getOperands().size())
            .mapToObj(
                i ->
                    i == operand
                        ? rex.makeAbstractCast(nullable, call.getOperands().get(i), false)
                        : call.getOperands().get(i))
            .toList();
    return call.clone(call.getType(), operands);
  }
}
