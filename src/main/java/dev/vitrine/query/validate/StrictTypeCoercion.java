package dev.vitrine.query.validate;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.SourceText;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Implicit conversion of constants, but never of columns from strings. TypeCoercionImpl would make
 * {@code CAST(name AS INTEGER) = 5} of {@code name = 5}, which fails at run time on the first name
 * that is not a number, and reveals it.
 */
final class StrictTypeCoercion extends TypeCoercionImpl {

  StrictTypeCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  protected boolean coerceOperandType(
      SqlValidatorScope scope, SqlCall call, int index, RelDataType targetType) {
    SqlNode operand = call.getOperandList().get(index);
    if (scope != null
        && validator instanceof QueryValidator query
        && query.adopts(scope, call, index, targetType)) {
      return true;
    }
    if (scope != null && !(operand instanceof SqlLiteral)) {
      refuseFromString(validator.deriveType(scope, operand), targetType, operand);
    }
    return super.coerceOperandType(scope, call, index, targetType);
  }

  @Override
  protected boolean coerceColumnType(
      SqlValidatorScope scope, SqlNodeList nodeList, int index, RelDataType targetType) {
    if (scope != null && index < nodeList.size() && !(nodeList.get(index) instanceof SqlLiteral)) {
      SqlNode node = nodeList.get(index);
      if (!(node instanceof SqlIdentifier name && name.isStar())) {
        refuseFromString(validator.deriveType(scope, node), targetType, node);
      }
    }
    return super.coerceColumnType(scope, nodeList, index, targetType);
  }

  private static void refuseFromString(RelDataType from, RelDataType to, SqlNode operand) {
    if (SqlTypeUtil.inCharFamily(from)
        && !SqlTypeUtil.inCharFamily(to)
        && !SqlTypeUtil.isNull(to)) {
      throw new VitrineException(
              ErrorCode.DATATYPE_MISMATCH,
              "This "
                  + from.getSqlTypeName()
                  + " is used where a value of type "
                  + to.getSqlTypeName()
                  + " is needed.")
          .withPosition(SourceText.position(operand.getParserPosition()))
          .withHint("Write CAST(… AS " + to.getSqlTypeName() + ") to convert explicitly.");
    }
  }
}
