package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.pushdown.function.Clock;
import dev.vitrine.query.pushdown.function.TypedParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes a store compute every expression in the type that the plan gives it. Where the store's own
 * type differs, {@code FLOOR(version) / 2} would be a division of whole numbers in one store and of
 * fractions in the other: arguments, results and constants are cast.
 */
public final class StoreValues {
  /** They take and return a DOUBLE; of exact numbers the stores compute something else. */
  private static final Set<String> ON_DOUBLES =
      Set.of(
          "SQRT", "POWER", "EXP", "LN", "LOG10", "SIN", "COS", "TAN", "COT", "ATAN", "ATAN2",
          "DEGREES", "RADIANS");

  /** They change no whole number; PostgreSQL would compute them as DOUBLE. */
  private static final Set<String> ROUNDING = Set.of("FLOOR", "CEIL", "ROUND", "TRUNC");

  private static final Set<String> IGNORING_NULLS =
      Set.of("CONCAT", "CONCAT_WS", "GREATEST", "LEAST");

  private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final RexBuilder rex;
  private final RelDataTypeFactory types;

  StoreValues(RexBuilder rex) {
    this.rex = rex;
    this.types = rex.getTypeFactory();
  }

  /** Whether a constant is read by both stores as a value of the type. */
  public static boolean isExact(RexLiteral literal, RelDataType type) {
    if (literal.isNull()) {
      return false;
    }
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, REAL, FLOAT, DOUBLE -> false;
      case INTEGER -> true;
      case BIGINT -> {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        yield value != null && value.abs().compareTo(LARGEST_INTEGER) > 0;
      }
      case DECIMAL -> {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        yield value != null && value.scale() > 0 && value.scale() == type.getScale();
      }
      default -> true;
    };
  }

  /** The constant, cast where a store would read another type. */
  RexNode constant(RexLiteral literal) {
    RelDataType type = literal.getType();
    SqlTypeName name = type.getSqlTypeName();
    if (name == SqlTypeName.NULL) {
      return literal;
    }
    boolean known =
        SqlTypeUtil.isNumeric(type)
            || (literal.isNull() && name != SqlTypeName.SYMBOL && !SqlTypeUtil.isInterval(type));
    return !known || isExact(literal, type) ? literal : rex.makeAbstractCast(type, literal, false);
  }

  /**
   * A constant text, for functions of any type, which PostgreSQL refuses for one without a type.
   */
  RexNode text(RexLiteral literal) {
    return rex.makeAbstractCast(
        types.createTypeWithNullability(
            types.createSqlType(SqlTypeName.VARCHAR), literal.getType().isNullable()),
        literal,
        false);
  }

  /**
   * An expression that both stores have. PostgreSQL casts only some numbers to BOOLEAN, and its COT
   * returns Infinity for zero instead of DIVISION_BY_ZERO.
   */
  RexCall known(RexCall call) {
    if (call.getKind() == SqlKind.CAST
        && call.getType().getSqlTypeName() == SqlTypeName.BOOLEAN
        && SqlTypeUtil.isNumeric(call.getOperands().get(0).getType())) {
      RexNode zero = rex.makeExactLiteral(BigDecimal.ZERO);
      return (RexCall)
          rex.makeCall(
              call.getType(),
              SqlStdOperatorTable.NOT_EQUALS,
              List.of(call.getOperands().get(0), zero));
    }
    if (!call.getOperator().equals(SqlStdOperatorTable.COT)) {
      return call;
    }
    RelDataType type = call.getType();
    RexNode one =
        rex.makeAbstractCast(
            types.createTypeWithNullability(type, false),
            rex.makeExactLiteral(BigDecimal.ONE),
            false);
    RexNode tangent = rex.makeCall(type, SqlStdOperatorTable.TAN, call.getOperands());
    return (RexCall) rex.makeCall(type, SqlStdOperatorTable.DIVIDE, List.of(one, tangent));
  }

  /** The same expression with arguments and a result of the plan's types. */
  RexNode typed(RexCall call) {
    String name = call.getOperator().getName();
    List<RexNode> operands = call.getOperands();
    if (ROUNDING.contains(name) && operands.size() == 1 && isWhole(operands.get(0).getType())) {
      return as(call.getType(), operands.get(0));
    }
    RexNode known = typedNulls(call);
    if (!(known instanceof RexCall same) || !same.getOperator().equals(call.getOperator())) {
      return known;
    }
    RexCall fitted = arguments(same, name);
    return isDelivered(fitted) ? fitted : rex.makeAbstractCast(call.getType(), fitted, false);
  }

  /** The same value without untyped NULLs: a store cannot resolve functions on them. */
  private RexNode typedNulls(RexCall call) {
    boolean shift = call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS;
    if (shift && call.getOperands().stream().anyMatch(StoreValues::isNullInterval)) {
      RelDataType shifted = nullable(call.getType());
      return rex.makeAbstractCast(shifted, rex.makeNullLiteral(shifted), false);
    }
    if (call.getOperands().stream().noneMatch(StoreValues::isUntyped)) {
      return call;
    }
    RelDataType type =
        switch (call.getKind()) {
          case CAST, CASE -> null;
          case AND, OR, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
              types.createSqlType(SqlTypeName.BOOLEAN);
          case IS_NULL, IS_NOT_NULL, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM, OTHER ->
              call.getOperands().stream()
                  .filter(operand -> !isUntyped(operand))
                  .map(RexNode::getType)
                  .findFirst()
                  .orElse(types.createSqlType(SqlTypeName.VARCHAR));
          default -> call.getType();
        };
    if (type == null) {
      return call;
    }
    RelDataType known =
        nullable(
            type.getSqlTypeName() == SqlTypeName.NULL
                ? types.createSqlType(SqlTypeName.VARCHAR)
                : type);
    if (isStrict(call)) {
      return rex.makeAbstractCast(known, rex.makeNullLiteral(known), false);
    }
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      operands.add(isUntyped(operand) ? rex.makeAbstractCast(known, operand, false) : operand);
    }
    return call.clone(call.getType(), operands);
  }

  /** Whether the result is NULL if any operand is. */
  private static boolean isStrict(RexCall call) {
    return switch (call.getKind()) {
      case AND,
          OR,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          IS_NULL,
          IS_NOT_NULL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          COALESCE,
          NULLIF,
          GREATEST,
          LEAST,
          ROW,
          OTHER ->
          false;
      default -> !IGNORING_NULLS.contains(call.getOperator().getName());
    };
  }

  private static boolean isNullInterval(RexNode node) {
    return node instanceof RexLiteral literal
        && literal.isNull()
        && SqlTypeUtil.isInterval(node.getType());
  }

  private static boolean isUntyped(RexNode node) {
    return node instanceof RexLiteral && node.getType().getSqlTypeName() == SqlTypeName.NULL;
  }

  private RexCall arguments(RexCall call, String name) {
    boolean approximate =
        ON_DOUBLES.contains(name)
            || (mixes(call)
                && call.getOperands().stream()
                    .anyMatch(operand -> SqlTypeUtil.isApproximateNumeric(operand.getType())));
    boolean point =
        (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)
            && call.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
    if (!approximate && !point) {
      return call;
    }
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      RelDataType type = operand.getType();
      if (approximate && SqlTypeUtil.isExactNumeric(type)) {
        operands.add(as(types.createSqlType(SqlTypeName.DOUBLE), operand));
      } else if (point && type.getSqlTypeName() == SqlTypeName.DATE) {
        // Hours added to a DATE get lost in H2.
        operands.add(as(call.getType(), operand));
      } else {
        operands.add(operand);
      }
    }
    return call.clone(call.getType(), operands);
  }

  /** Whether an operator brings its operands to one type, which is not the same in both stores. */
  private static boolean mixes(RexCall call) {
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES, DIVIDE -> SqlTypeUtil.isNumeric(call.getType());
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          GREATEST,
          LEAST,
          COALESCE,
          NULLIF ->
          true;
      default -> false;
    };
  }

  /** Whether both stores deliver the result in the type of the plan. */
  private static boolean isDelivered(RexCall call) {
    RelDataType type = call.getType();
    SqlTypeName name = type.getSqlTypeName();
    boolean computed =
        SqlTypeUtil.isNumeric(type) || name == SqlTypeName.DATE || name == SqlTypeName.TIMESTAMP;
    if (!computed || call.getOperator() instanceof Clock) {
      return true;
    }
    return switch (call.getKind()) {
      case CAST, EXTRACT, SCALAR_QUERY, DEFAULT -> true;
      case CASE, COALESCE, NULLIF ->
          !SqlTypeUtil.isApproximateNumeric(type)
              || call.getOperands().stream()
                  .map(RexNode::getType)
                  .noneMatch(SqlTypeUtil::isExactNumeric);
      case PLUS, MINUS, TIMES, MINUS_PREFIX, PLUS_PREFIX, MOD ->
          SqlTypeUtil.isNumeric(type)
              && name != SqlTypeName.SMALLINT
              && name != SqlTypeName.TINYINT;
      case DIVIDE -> isWhole(type) || SqlTypeUtil.isApproximateNumeric(type);
      default -> false;
    };
  }

  /**
   * The call with a cast, if it may be a NULL that H2 computes before the query runs: H2 forgets
   * the type of such a NULL.
   */
  RexNode typedConstant(RexCall call) {
    RelDataType type = call.getType();
    boolean loses =
        type.isNullable()
            && !SqlTypeUtil.inCharFamily(type)
            && !SqlTypeUtil.isInterval(type)
            && type.getSqlTypeName() != SqlTypeName.NULL
            && call.getKind() != SqlKind.CAST
            && (choices(call).stream().allMatch(StoreValues::isComputedEarly)
                // Columns of the input may turn out to be constants, too.
                || choices(call).stream()
                    .anyMatch(choice -> choice.getType().isNullable() && isComputedEarly(choice)));
    return loses ? rex.makeAbstractCast(type, call, false) : call;
  }

  /** The operands that can be the result; the conditions of CASE are not. */
  private static List<RexNode> choices(RexCall call) {
    if (call.getKind() != SqlKind.CASE) {
      return call.getOperands();
    }
    List<RexNode> choices = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      if (i % 2 == 1 || i == call.getOperands().size() - 1) {
        choices.add(call.getOperands().get(i));
      }
    }
    return choices;
  }

  private static boolean isComputedEarly(RexNode node) {
    return node instanceof RexLiteral
        || (node instanceof RexCall call
            && !(call instanceof RexSubQuery)
            && !(call instanceof RexOver)
            && !(call.getOperator() instanceof TypedParameter)
            && choices(call).stream().allMatch(StoreValues::isComputedEarly));
  }

  private static boolean isWhole(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  /** The value in another type, whether or not it can be NULL. */
  RexNode as(RelDataType type, RexNode value) {
    if (value.getType().getSqlTypeName() == type.getSqlTypeName()
        && value.getType().getSqlTypeName().getFamily() != SqlTypeFamily.NUMERIC) {
      return value;
    }
    if (SqlTypeUtil.equalSansNullability(types, type, value.getType())) {
      return value;
    }
    return rex.makeAbstractCast(
        types.createTypeWithNullability(type, value.getType().isNullable()), value, false);
  }

  private RelDataType nullable(RelDataType type) {
    return types.createTypeWithNullability(type, true);
  }
}
