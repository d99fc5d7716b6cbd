package dev.vitrine.query.validate;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.parse.SyntaxTreeDepth;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.pushdown.function.Difference;
import dev.vitrine.query.pushdown.function.PlanTypes;
import dev.vitrine.query.pushdown.type.InstantType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.AggregatingSelectScope;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Validates one query; a parameter without an inferred type is a VARCHAR. */
public final class QueryValidator extends SqlValidatorImpl {
  /** Of the type of a value that is compared with integers; the value itself is not limited. */
  private static final int DECIMAL_DIGITS = 38;

  /** Fraction digits of that type. */
  private static final int DECIMAL_PLACES = 16;

  private final Map<Integer, RelDataType> known = new TreeMap<>();

  private final Set<Integer> decimals;

  /** The parameters, from 0, that are points in time wherever they are. */
  private final Set<Integer> instants;

  private final MergedColumns merged =
      new MergedColumns(this, coalesce -> super.performUnconditionalRewrites(coalesce, false));

  /** Calls whose parameters have types, as far as the calls themselves decide them. */
  private final Set<SqlNode> typed = Collections.newSetFromMap(new IdentityHashMap<>());

  private final IdentityHashMap<SqlCall, Boolean> withParameters = new IdentityHashMap<>();

  /** Whether parameters without a type can get one from outside of their call. */
  private boolean waiting;

  /** Recursion depth of the rewriting method. */
  private int rewriting;

  /**
   * @param decimals the parameters, from 0, that are DECIMAL where the query makes them integers
   * @param instants the parameters, from 0, that are points in time wherever they are
   */
  public QueryValidator(
      SqlOperatorTable operators,
      CalciteCatalogReader catalog,
      Set<Integer> decimals,
      Set<Integer> instants) {
    super(
        operators,
        catalog,
        catalog.getTypeFactory(),
        Config.DEFAULT
            .withIdentifierExpansion(true)
            .withConformance(SqlConformanceEnum.LENIENT)
            .withTypeCoercionFactory(StrictTypeCoercion::new));
    this.decimals = decimals;
    this.instants = instants;
  }

  @Override
  public SqlNode validate(SqlNode query) {
    new OuterColumns(getOperatorTable()).replace(query);
    return super.validate(query);
  }

  @Override
  protected void validateJoin(SqlJoin join, SqlValidatorScope scope) {
    if (merged.contains(join)) {
      return;
    }
    SqlValidatorScope joined = getJoinScope(join);
    validateFrom(join.getLeft(), unknownType, joined);
    validateFrom(join.getRight(), unknownType, joined);
    merged.join(join);
    super.validateJoin(join, scope);
  }

  @Override
  protected void validateSelect(SqlSelect select, RelDataType target) {
    if (select.getFrom() == null && getFromScope(select) instanceof SelectScope scope) {
      merged.select(select, scope);
    }
    super.validateSelect(select, target);
  }

  @Override
  protected void validateFrom(SqlNode from, RelDataType target, SqlValidatorScope scope) {
    super.validateFrom(from, target, scope);
    if (scope instanceof SelectScope query && query.getNode().getFrom() == from) {
      merged.select(query.getNode(), query);
      expandStars(query.getNode());
    }
  }

  /** Numbers in GROUP BY count the columns of a star, not the star. */
  private void expandStars(SqlSelect select) {
    SqlNodeList items = select.getSelectList();
    if (select.getGroup() == null || items.stream().noneMatch(QueryValidator::isStar)) {
      return;
    }
    List<SqlNode> expanded = new ArrayList<>();
    for (SqlNode item : items) {
      // Nothing but the stars: an aggregate function would make Calcite resolve GROUP BY.
      if (isStar(item)) {
        expanded.addAll(expandStar(SqlNodeList.of(item), select, false));
      } else {
        expanded.add(item);
      }
    }
    items.clear();
    items.addAll(expanded);
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier name && name.isStar();
  }

  @Override
  protected RelDataType validateSelectList(
      SqlNodeList items, SqlSelect select, RelDataType target) {
    SelectScope scope = getRawSelectScope(select);
    if (scope != null) {
      merged.distinguish(items, scope);
    }
    return super.validateSelectList(items, select, target);
  }

  /** The inferred types of the parameters, by index. */
  public Map<Integer, RelDataType> parameters() {
    return known;
  }

  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    Planning.step();
    RelDataType inferred = super.deriveType(scope, expression);
    if (inferred.equals(unknownType) && expression instanceof SqlCall) {
      // Of parameters that get their types from outside of the call.
      removeValidatedNodeType(expression);
    }
    if (expression instanceof SqlBasicCall difference
        && difference.getOperator() instanceof Difference
        && !isOfPoints(difference)) {
      difference.setOperator(SqlStdOperatorTable.MINUS);
    }
    if (!(expression instanceof SqlCall call)
        || !(PlanTypes.shifts(call.getOperator()) || PlanTypes.roundsUp(call.getOperator()))
        || !(getTypeFactory() instanceof PlanTypes types)) {
      return inferred;
    }
    RelDataType type =
        types.of(
            call.getOperator(),
            call.getOperandList().stream()
                .filter(Objects::nonNull)
                .map(this::getValidatedNodeTypeIfKnown)
                .filter(Objects::nonNull)
                .toList(),
            inferred);
    setValidatedNodeType(expression, type);
    return type;
  }

  private boolean isOfPoints(SqlCall difference) {
    RelDataType first = getValidatedNodeTypeIfKnown(difference.operand(0));
    RelDataType second = getValidatedNodeTypeIfKnown(difference.operand(1));
    return first != null && second != null && Difference.isOf(first, second);
  }

  /** Called for each column that the search for sorted columns meets, through all sub-queries. */
  @Override
  public SqlCall makeNullaryCall(SqlIdentifier name) {
    Planning.step();
    return super.makeNullaryCall(name);
  }

  @Override
  protected SqlNode performUnconditionalRewrites(SqlNode node, boolean underFrom) {
    Planning.step();
    rewriting++;
    try {
      SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
      if (rewriting == 1) {
        SyntaxTreeDepth.requireBounded(rewritten);
      }
      return rewritten;
    } finally {
      rewriting--;
    }
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    boolean unknown =
        inferredType.getSqlTypeName() == SqlTypeName.UNKNOWN
            || inferredType.getSqlTypeName() == SqlTypeName.NULL
            // Alias of the operand of IS NULL; no column has this name.
            || (inferredType.getSqlTypeName() == SqlTypeName.VARCHAR
                && inferredType.getPrecision() == 1024)
            || inferredType.getSqlTypeName() == SqlTypeName.ANY;
    if (node instanceof SqlCall call
        && call.getOperator().equals(SqlInternalOperators.CAST_NOT_NULL)) {
      // COALESCE is rewritten to CASE with these, which pass the type on in one direction only.
      inferUnknownTypes(inferredType, scope, call.operand(0));
    } else if (node instanceof SqlCase cases) {
      operands(cases, scope);
      results(cases, scope, unknown ? unknownType : inferredType);
      super.inferUnknownTypes(inferredType, scope, node);
    } else if (node instanceof SqlNodeList rows && OpenParameters.areRows(rows, inferredType)) {
      rows.forEach(row -> inferUnknownTypes(inferredType, scope, row));
    } else if (!(node instanceof SqlDynamicParam parameter)) {
      if (node instanceof SqlCall call) {
        operands(call, scope);
      }
      super.inferUnknownTypes(inferredType, scope, node);
      if (node instanceof SqlCall call) {
        arguments(call, scope);
      }
      if (scope instanceof AggregatingSelectScope groups && groups.getNode().getHaving() == node) {
        // Constants are converted before Calcite compares expressions with those of GROUP BY.
        deriveType(scope, node);
      }
    } else if (instants.contains(parameter.getIndex())) {
      RelDataType instant = InstantType.milliseconds(getTypeFactory());
      super.inferUnknownTypes(instant, scope, node);
      known.put(parameter.getIndex(), instant);
    } else if (!unknown) {
      RelDataType type = widened(parameter, inferredType);
      super.inferUnknownTypes(type, scope, node);
      known.merge(parameter.getIndex(), type, (first, second) -> agreed(node, first, second));
    } else if (!waiting) {
      RelDataType varchar = getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
      super.inferUnknownTypes(known.getOrDefault(parameter.getIndex(), varchar), scope, node);
    }
  }

  /**
   * Gives types to the parameters inside of operands first: Calcite infers those beside an operand
   * from its type, which {@code ? + 1} does not have before.
   */
  private void operands(SqlCall call, SqlValidatorScope scope) {
    if (call.isA(SqlKind.QUERY)) {
      return;
    }
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlCall part
          && !typed.contains(part)
          && OpenParameters.areIn(part, withParameters)) {
        typed.add(part);
        boolean before = waiting;
        waiting = OpenParameters.dependOnOutside(part);
        inferUnknownTypes(unknownType, scope, part);
        waiting = before;
      }
    }
  }

  /** Calcite does not pass the type that is needed of CASE on to its results. */
  private void results(SqlCase cases, SqlValidatorScope scope, RelDataType needed) {
    List<SqlNode> results = OpenParameters.results(cases);
    RelDataType type = OpenParameters.first(this, scope, results).orElse(needed);
    for (SqlNode result : results) {
      if (!type.equals(unknownType) && OpenParameters.isOpen(result)) {
        inferUnknownTypes(type, scope, result);
      }
    }
  }

  private void arguments(SqlCall call, SqlValidatorScope scope) {
    List<SqlNode> operands = call.getOperandList();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof SqlDynamicParam parameter
          && !instants.contains(parameter.getIndex())) {
        OpenParameters.argument(this, scope, call, i).ifPresent(type -> define(parameter, type));
      }
    }
  }

  private void define(SqlDynamicParam parameter, RelDataType inferred) {
    RelDataType type =
        getTypeFactory().createTypeWithNullability(widened(parameter, inferred), true);
    setValidatedNodeType(parameter, type);
    known.put(parameter.getIndex(), type);
  }

  /**
   * Gives an argument the type that its function takes, if it is a parameter without a type.
   *
   * @return whether it has the type
   */
  boolean adopts(SqlValidatorScope scope, SqlCall call, int index, RelDataType needed) {
    if (!(call.operand(index) instanceof SqlDynamicParam parameter)
        || known.containsKey(parameter.getIndex())) {
      return false;
    }
    Optional<RelDataType> type = OpenParameters.converted(this, scope, call, needed);
    type.ifPresent(found -> define(parameter, found));
    return type.isPresent();
  }

  /** A value with decimal positions, or too large, is compared as it is with integers. */
  private RelDataType widened(SqlDynamicParam parameter, RelDataType inferred) {
    return decimals.contains(parameter.getIndex())
            && SqlTypeName.INT_TYPES.contains(inferred.getSqlTypeName())
        ? getTypeFactory().createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS, DECIMAL_PLACES)
        : inferred;
  }

  /** One type for all copies that the validator made of a parameter. */
  @Override
  public RelDataType getValidatedNodeType(SqlNode node) {
    Planning.step();
    if (node instanceof SqlDynamicParam parameter && known.containsKey(parameter.getIndex())) {
      return getTypeFactory().createTypeWithNullability(known.get(parameter.getIndex()), true);
    }
    return super.getValidatedNodeType(node);
  }

  /** Calcite validates columns in QUALIFY as if rows were not grouped. */
  @Override
  protected void validateQualifyClause(SqlSelect select) {
    super.validateQualifyClause(select);
    SqlNode condition = select.getQualify();
    if (condition != null) {
      getSelectScope(select).validateExpr(condition);
    }
  }

  /** Calcite gives no types to parameters in ORDER BY, and those of LIMIT on a way of their own. */
  @Override
  protected void validateOrderList(SqlSelect select) {
    if (select.getOrderList() != null) {
      inferUnknownTypes(unknownType, getOrderScope(select), select.getOrderList());
    }
    super.validateOrderList(select);
    rowCount(select.getOffset());
    rowCount(select.getFetch());
  }

  /** Nor does it to those in frames of windows with a name. */
  @Override
  protected void validateWindowClause(SqlSelect select) {
    inferUnknownTypes(unknownType, getSelectScope(select), select.getWindowList());
    super.validateWindowClause(select);
  }

  private void rowCount(SqlNode count) {
    if (count instanceof SqlDynamicParam parameter) {
      known.put(parameter.getIndex(), getTypeFactory().createSqlType(SqlTypeName.BIGINT));
    }
  }

  private static RelDataType agreed(SqlNode node, RelDataType first, RelDataType second) {
    if (first.getSqlTypeName().getFamily() != second.getSqlTypeName().getFamily()) {
      throw new VitrineException(
              ErrorCode.DATATYPE_MISMATCH,
              "The type of the parameter is "
                  + first.getSqlTypeName()
                  + " in one place and "
                  + second.getSqlTypeName()
                  + " in another.")
          .withPosition(SourceText.position(node.getParserPosition()))
          .withHint("Write CAST(? AS a type).");
    }
    return first;
  }
}
