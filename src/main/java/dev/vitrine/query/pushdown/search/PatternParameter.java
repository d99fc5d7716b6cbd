package dev.vitrine.query.pushdown.search;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * A parameter that is a regular expression. Its value is checked, and translated for the store,
 * when it is bound, so that it cannot fail on a row.
 */
public final class PatternParameter extends SqlFunction {
  /** Below the markers of questions about privileges. */
  private static final int FIRST_MARKER = -1_000_000;

  private final int number;

  /** The pattern with this number; its name has it too, so that two are never taken for one. */
  PatternParameter(int number) {
    super(
        "PATTERN/" + number,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM);
    this.number = number;
  }

  /** The number of the pattern that a marker stands for; below zero if it stands for none. */
  public static int number(int marker) {
    return FIRST_MARKER - marker;
  }

  /** Its number among the patterns of the query, from 0. */
  public int number() {
    return number;
  }

  SqlCall createCall(SqlParserPos place) {
    return createCall(place, List.of());
  }

  /** It has no name that could be looked up. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    return validator
        .getTypeFactory()
        .createTypeWithNullability(
            validator.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), true);
  }

  /** Keeps optimiser rules from treating it as a constant. */
  @Override
  public boolean isDynamicFunction() {
    return true;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall("CAST");
    writer.dynamicParam(FIRST_MARKER - number);
    writer.sep("AS");
    writer.literal("VARCHAR");
    writer.endFunCall(frame);
  }
}
