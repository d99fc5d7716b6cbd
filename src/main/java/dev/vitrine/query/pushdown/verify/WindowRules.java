package dev.vitrine.query.pushdown.verify;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SourceText;
import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Window functions, and frames, that both stores compute alike. */
final class WindowRules {
  private WindowRules() {}

  /**
   * Refuses what a store does not know, or what it would read in another type.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE or DATATYPE_MISMATCH
   */
  static void check(RexOver over, SqlParserPos place) {
    if (over.ignoreNulls() || over.isDistinct()) {
      throw QueryRefusal.of("IGNORE NULLS or DISTINCT in a window function", place);
    }
    if (over.getWindow().getExclude() != RexWindowExclusion.EXCLUDE_NO_OTHER) {
      throw QueryRefusal.of("EXCLUDE in a window", place);
    }
    SqlKind function = over.getAggOperator().getKind();
    boolean counts =
        function == SqlKind.LAG || function == SqlKind.LEAD || function == SqlKind.NTH_VALUE;
    if (counts && over.getOperands().size() > 1 && !isCount(over.getOperands().get(1))) {
      throw QueryRefusal.of(
          "An offset of "
              + over.getAggOperator().getName()
              + " that is not a constant INTEGER from 0 on",
          place);
    }
    if (over.getOperands().size() > 2) {
      defaultValue(over.getOperands().get(2), over.getOperands().get(0), place);
    }
    for (RexWindowBound bound :
        new RexWindowBound[] {over.getWindow().getLowerBound(), over.getWindow().getUpperBound()}) {
      RexNode offset = bound.getOffset();
      if (offset != null && !isBound(offset, over)) {
        throw QueryRefusal.of("A frame whose bound is not constant, or of another type", place);
      }
    }
  }

  /** The stores would convert it, each in its way. */
  private static void defaultValue(RexNode used, RexNode value, SqlParserPos place) {
    SqlTypeName type = used.getType().getSqlTypeName();
    SqlTypeName needed = value.getType().getSqlTypeName();
    if (type != SqlTypeName.NULL && type.getFamily() != needed.getFamily()) {
      throw new VitrineException(
              ErrorCode.DATATYPE_MISMATCH,
              "The value is of type " + needed + ", the default of type " + type + ".")
          .withPosition(SourceText.position(place))
          .withHint("Use CAST to make the types the same.");
    }
  }

  private static boolean isCount(RexNode offset) {
    SqlTypeName type = offset.getType().getSqlTypeName();
    if (!RexUtil.isConstant(offset)
        || !SqlTypeName.INT_TYPES.contains(type)
        || type == SqlTypeName.BIGINT) {
      return false;
    }
    BigDecimal value =
        offset instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
    return offset instanceof RexLiteral ? value != null && value.signum() >= 0 : true;
  }

  /** PostgreSQL compares whole numbers with whole numbers only. */
  private static boolean isBound(RexNode offset, RexOver over) {
    if (!RexUtil.isConstant(offset)) {
      return false;
    }
    RelDataType type = offset.getType();
    return SqlTypeUtil.isInterval(type)
        || SqlTypeUtil.isIntType(type)
        || over.getWindow().orderKeys.stream()
            .map(RexFieldCollation::getKey)
            .noneMatch(key -> SqlTypeUtil.isIntType(key.getType()));
  }
}
