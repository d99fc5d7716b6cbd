package dev.vitrine.query.validate;

import dev.vitrine.query.plan.Planning;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Types of parameters that Calcite would leave open, or make another than the stores need. */
final class OpenParameters {
  private OpenParameters() {}

  /** Whether these are the rows of {@code (a, b) IN ((?, ?), …)}, each of this type. */
  static boolean areRows(SqlNodeList list, RelDataType type) {
    return type.isStruct()
        && !list.isEmpty()
        && list.stream().allMatch(row -> row.getKind() == SqlKind.ROW);
  }

  /**
   * Whether the call itself has a parameter, without its sub-queries.
   *
   * @param known the results for calls of the same query, compared by identity: the question is
   *     asked at each level of nested calls
   */
  static boolean areIn(SqlCall call, IdentityHashMap<SqlCall, Boolean> known) {
    Boolean before = known.get(call);
    if (before != null) {
      return before;
    }
    boolean found = !call.isA(SqlKind.QUERY) && areIn(call.getOperandList(), known);
    known.put(call, found);
    return found;
  }

  private static boolean areIn(List<SqlNode> operands, IdentityHashMap<SqlCall, Boolean> known) {
    for (SqlNode operand : operands) {
      Planning.step();
      if (operand instanceof SqlDynamicParam
          || (operand instanceof SqlCall part && areIn(part, known))
          || (operand instanceof SqlNodeList list && areIn(list.getList(), known))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the place of the call decides the types of its arguments too. */
  static boolean dependOnOutside(SqlCall call) {
    return call.getKind() == SqlKind.CASE
        || call.getOperator().equals(SqlInternalOperators.CAST_NOT_NULL)
        || call.getOperator().getOperandTypeInference() != null;
  }

  /** The results of CASE, which COALESCE is too. */
  static List<SqlNode> results(SqlCase cases) {
    List<SqlNode> results = new ArrayList<>(cases.getThenOperands().getList());
    results.add(cases.getElseOperand());
    return results;
  }

  /** The type of an argument, if the function and its other arguments decide it. */
  static Optional<RelDataType> argument(
      SqlValidator validator, SqlValidatorScope scope, SqlCall call, int index) {
    return switch (call.getOperator().getName()) {
      case "PRECEDING", "FOLLOWING" -> type(validator, SqlTypeName.BIGINT);
      case "LAG", "LEAD" ->
          index == 2
              ? other(validator, scope, call)
              : type(validator, SqlTypeName.INTEGER).filter(offset -> index == 1);
      case "NTH_VALUE", "ROUND", "TRUNCATE", "TRUNC" ->
          type(validator, SqlTypeName.INTEGER).filter(number -> index == 1);
      case "GREATEST", "LEAST" -> other(validator, scope, call);
      case "*" ->
          other(validator, scope, call)
              .filter(SqlTypeUtil::isInterval)
              .flatMap(interval -> type(validator, SqlTypeName.BIGINT));
      default -> Optional.empty();
    };
  }

  /** The type of a parameter as an argument that the function would convert to this type. */
  static Optional<RelDataType> converted(
      SqlValidator validator, SqlValidatorScope scope, SqlCall call, RelDataType needed) {
    if (SqlTypeUtil.isNumeric(needed) && !SqlTypeUtil.isIntType(needed)) {
      return other(validator, scope, call).filter(SqlTypeUtil::isNumeric);
    }
    return Optional.of(needed);
  }

  private static Optional<RelDataType> type(SqlValidator validator, SqlTypeName name) {
    return Optional.of(validator.getTypeFactory().createSqlType(name));
  }

  /** The type of the first argument that has one. */
  private static Optional<RelDataType> other(
      SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    return first(validator, scope, call.getOperandList());
  }

  /** The type of the first of these values that has one. */
  static Optional<RelDataType> first(
      SqlValidator validator, SqlValidatorScope scope, List<SqlNode> values) {
    for (SqlNode value : values) {
      if (!isOpen(value) && !SqlUtil.isNullLiteral(value, false)) {
        return Optional.of(validator.deriveType(scope, value))
            .filter(type -> !type.equals(validator.getUnknownType()));
      }
    }
    return Optional.empty();
  }

  /** Whether the value is a parameter. */
  static boolean isOpen(SqlNode value) {
    return value instanceof SqlDynamicParam
        || (value instanceof SqlCall call
            && call.getOperator().equals(SqlInternalOperators.CAST_NOT_NULL)
            && call.operand(0) instanceof SqlDynamicParam);
  }
}
