package dev.vitrine.query.pushdown.verify;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.SourceText;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Which types can be cast to which. Calcite allows more than the stores: one of them fails for a
 * number as a timestamp with an internal error, the other adds the current date to a TIME.
 */
final class CastRules {
  private CastRules() {}

  /**
   * Refuses a cast that has no meaning on both stores.
   *
   * @throws VitrineException DATATYPE_MISMATCH
   */
  static void check(RelDataType from, RelDataType to, SqlParserPos place) {
    SqlTypeFamily source = from.getSqlTypeName().getFamily();
    SqlTypeFamily target = to.getSqlTypeName().getFamily();
    boolean known =
        source == target
            || from.getSqlTypeName() == SqlTypeName.NULL
            || SqlTypeUtil.isInterval(from)
            || SqlTypeUtil.isInterval(to)
            || source == SqlTypeFamily.CHARACTER
            || target == SqlTypeFamily.CHARACTER
            || (source == SqlTypeFamily.NUMERIC && target == SqlTypeFamily.BOOLEAN)
            || (source == SqlTypeFamily.DATE && target == SqlTypeFamily.TIMESTAMP)
            || (source == SqlTypeFamily.TIMESTAMP
                && (target == SqlTypeFamily.DATE || target == SqlTypeFamily.TIME));
    if (!known) {
      throw new VitrineException(
              ErrorCode.DATATYPE_MISMATCH,
              "A value of type "
                  + from.getSqlTypeName()
                  + " cannot be cast to "
                  + to.getSqlTypeName()
                  + ".")
          .withPosition(SourceText.position(place))
          .withHint(hint(source, target));
    }
  }

  private static String hint(SqlTypeFamily source, SqlTypeFamily target) {
    if (target == SqlTypeFamily.NUMERIC) {
      return source == SqlTypeFamily.BOOLEAN
          ? "Write CASE WHEN … THEN 1 ELSE 0 END."
          : "Write EXTRACT(EPOCH FROM …) for seconds, or EXTRACT(YEAR FROM …) for a field.";
    }
    return source == SqlTypeFamily.NUMERIC
        ? "Write TIMESTAMPADD(SECOND, …, TIMESTAMP '1970-01-01 00:00:00')."
        : "Use a value that has a date.";
  }
}
