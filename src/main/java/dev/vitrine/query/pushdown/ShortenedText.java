package dev.vitrine.query.pushdown;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Casts of texts to a shorter type, as calls of LEFT. Calcite leaves out the cast of a text without
 * a limit inside of another cast, and H2 would count units of UTF-16.
 */
public final class ShortenedText {
  private ShortenedText() {}

  /** Whether a cast of the text to the type may cut it. */
  public static boolean isCut(RelDataType type, RexNode text) {
    int length = type.getPrecision();
    int from = text.getType().getPrecision();
    return SqlTypeUtil.inCharFamily(type)
        && SqlTypeUtil.inCharFamily(text.getType())
        && length != RelDataType.PRECISION_NOT_SPECIFIED
        && (from == RelDataType.PRECISION_NOT_SPECIFIED || from > length);
  }

  /** The first characters of the text, with the type. */
  public static RexNode cut(RexBuilder rex, RelDataType type, RexNode text) {
    RexNode length = rex.makeExactLiteral(BigDecimal.valueOf(type.getPrecision()));
    return rex.makeCall(
        rex.getTypeFactory().createTypeWithNullability(type, text.getType().isNullable()),
        StoreFunctions.LEFT,
        List.of(text, length));
  }
}
