package dev.vitrine.query.pushdown.function;

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
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A yes or no that the session finds out before the query runs, and binds as a parameter. */
public final class PrivilegeQuestion extends SqlFunction {
  /** Below the markers of session functions. */
  private static final int FIRST_MARKER = -100;

  private final int marker;

  /** The question with this number; its name has it too, so that two are never taken for one. */
  PrivilegeQuestion(int number) {
    super(
        "HAS_PRIVILEGE/" + number,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.BOOLEAN,
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM);
    this.marker = FIRST_MARKER - number;
  }

  /** The number of the question that a marker stands for; below zero if it stands for none. */
  static int number(int marker) {
    return FIRST_MARKER - marker;
  }

  SqlCall createCall(SqlParserPos place) {
    return createCall(place, List.of());
  }

  /** It has no name that could be looked up. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    return validator.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN);
  }

  /** Keeps optimiser rules from treating it as a constant. */
  @Override
  public boolean isDynamicFunction() {
    return true;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall("CAST");
    writer.dynamicParam(marker);
    writer.sep("AS");
    writer.literal("BOOLEAN");
    writer.endFunCall(frame);
  }
}
