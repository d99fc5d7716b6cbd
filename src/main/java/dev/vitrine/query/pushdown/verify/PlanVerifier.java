package dev.vitrine.query.pushdown.verify;

import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.pushdown.function.ConstantArguments;
import dev.vitrine.query.pushdown.function.Operators;
import dev.vitrine.query.pushdown.relation.LogicalRelation;
import dev.vitrine.query.pushdown.relation.Recursion;
import dev.vitrine.query.pushdown.rewrite.LateralValue;
import dev.vitrine.query.pushdown.search.PatternFunctions;
import dev.vitrine.query.pushdown.search.PatternMatch;
import dev.vitrine.query.pushdown.search.PatternParameter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.TableSpool;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Walks a whole plan, sub-queries included, before it is printed: it may scan known relations only,
 * and contain only operators and nodes that are known to have the same meaning in the store.
 * Everything else is refused here with its name, because the store would report it worse or accept
 * it with another meaning.
 */
public final class PlanVerifier extends RexVisitorImpl<Void> {
  private static final Set<TimeUnitRange> FIELDS =
      EnumSet.of(
          TimeUnitRange.YEAR,
          TimeUnitRange.QUARTER,
          TimeUnitRange.MONTH,
          TimeUnitRange.WEEK,
          TimeUnitRange.DAY,
          TimeUnitRange.HOUR,
          TimeUnitRange.MINUTE,
          TimeUnitRange.SECOND,
          TimeUnitRange.DOW,
          TimeUnitRange.ISODOW,
          TimeUnitRange.DOY,
          TimeUnitRange.ISOYEAR,
          TimeUnitRange.EPOCH);
  private static final Set<TimeUnit> TIMES =
      EnumSet.of(TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);
  private static final Set<SqlTypeName> CAST_TARGETS =
      EnumSet.of(
          SqlTypeName.VARCHAR,
          SqlTypeName.BOOLEAN,
          SqlTypeName.TINYINT,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.DECIMAL,
          SqlTypeName.REAL,
          SqlTypeName.FLOAT,
          SqlTypeName.DOUBLE,
          SqlTypeName.DATE,
          SqlTypeName.TIME,
          SqlTypeName.TIMESTAMP);

  private final Dialect dialect;
  private final Leakproof leakproof = new Leakproof();

  /** Maximum characters of the texts that patterns given as parameters search, by number. */
  private final Map<Integer, Integer> searched = new HashMap<>();

  private final SyntaxPositions positions;

  public PlanVerifier(Dialect dialect, SyntaxPositions positions) {
    super(true);
    this.dialect = dialect;
    this.positions = positions;
  }

  /** Whether all operators of the plan are leakproof. */
  public boolean leakproof() {
    return leakproof.holds();
  }

  /** Maximum characters of the texts that patterns given as parameters search, by number. */
  public Map<Integer, Integer> searched() {
    return searched;
  }

  public void verify(RelNode node) {
    if (node instanceof TableScan scan) {
      if (!Recursion.isStep(scan)) {
        requireRelation(scan);
      }
    } else if (node instanceof Project project) {
      project.getProjects().forEach(expression -> expression.accept(this));
    } else if (node instanceof Filter filter) {
      filter.getCondition().accept(this);
    } else if (node instanceof Join join) {
      join(join);
    } else if (node instanceof Correlate correlate) {
      correlate(correlate);
    } else if (node instanceof Aggregate aggregate) {
      aggregate(aggregate);
    } else if (node instanceof SetOp operation) {
      setOperation(operation);
    } else if (node instanceof RepeatUnion union) {
      recursion(union);
    } else if (node instanceof Values values) {
      values.getTuples().forEach(row -> row.forEach(constant -> constant.accept(this)));
    } else if (!(node instanceof Sort || node instanceof TableSpool)) {
      throw refusal(construct(node));
    }
    node.getInputs().forEach(this::verify);
  }

  private static void requireRelation(TableScan scan) {
    if (scan.getTable().maybeUnwrap(LogicalRelation.class).isEmpty()) {
      throw new IllegalStateException("unknown table " + scan.getTable().getQualifiedName());
    }
  }

  private void join(Join join) {
    switch (join.getJoinType()) {
      case INNER, LEFT, RIGHT -> {}
      case FULL -> {
        if (!join.getVariablesSet().isEmpty()) {
          onPostgresqlOnly(
              "A correlated sub-query in the condition of a FULL JOIN", SyntaxPositions.FULL_JOIN);
        }
      }
      default -> throw QueryRefusal.of("This kind of join (" + join.getJoinType() + ")");
    }
    join.getCondition().accept(this);
  }

  /**
   * The embedded store keeps the rows of a recursion in memory; an endless recursion would make it
   * fail.
   */
  private void recursion(RepeatUnion union) {
    onPostgresqlOnly(SyntaxPositions.RECURSION, SyntaxPositions.RECURSION);
    if (!Recursion.isPlain(union)) {
      throw QueryRefusal.of(
          "WITH RECURSIVE that names itself more than once, or in a sub-query, aggregation or outer"
              + " join,",
          positions.of(SyntaxPositions.RECURSION));
    }
  }

  private void correlate(Correlate correlate) {
    if (!LateralValue.canInline(correlate)) {
      onPostgresqlOnly("LATERAL with more than one row or value", "LATERAL");
    }
    JoinRelType type = correlate.getJoinType();
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      throw QueryRefusal.of("This kind of lateral join (" + type + ")");
    }
  }

  private void aggregate(Aggregate aggregate) {
    for (AggregateCall call : aggregate.getAggCallList()) {
      allow(call.getAggregation(), call.getParserPosition());
      leakproof.aggregate(call.getAggregation());
      if (call.isApproximate() || call.distinctKeys != null || call.ignoreNulls()) {
        throw QueryRefusal.of(
            "This form of " + call.getAggregation().getName(), call.getParserPosition());
      }
      ConstantArguments.check(aggregate, call);
    }
  }

  private void setOperation(SetOp operation) {
    boolean known =
        operation instanceof Union || operation instanceof Minus || operation instanceof Intersect;
    if (!known) {
      throw refusal(construct(operation));
    }
  }

  @Override
  public Void visitSubQuery(RexSubQuery subQuery) {
    allow(subQuery.getOperator(), positions.of(subQuery.getOperator().getName()));
    verify(subQuery.rel);
    return super.visitSubQuery(subQuery);
  }

  @Override
  public Void visitOver(RexOver over) {
    SqlParserPos place = place(over);
    allow(over.getAggOperator(), place);
    leakproof.aggregate(over.getAggOperator());
    WindowRules.check(over, place);
    return super.visitOver(over);
  }

  @Override
  public Void visitCall(RexCall call) {
    SqlOperator operator = call.getOperator();
    allow(operator, place(call));
    leakproof.call(call);
    if (call.getOperator().equals(PatternFunctions.MATCHES)
        && call.getOperands().get(1) instanceof RexCall pattern
        && pattern.getOperator() instanceof PatternParameter parameter) {
      searched.merge(parameter.number(), PatternMatch.longest(call), Math::max);
    }
    switch (call.getKind()) {
      case CAST -> cast(call);
      case EXTRACT -> field(call.getOperands().get(0), place(call));
      case FLOOR -> {
        if (call.getOperands().size() == 2) {
          field(call.getOperands().get(1), place(call));
        }
      }
      case CEIL -> {
        if (call.getOperands().size() == 2) {
          throw QueryRefusal.of("CEIL of a date or timestamp", call.getParserPosition());
        }
      }
      case MINUS -> {
        if (SqlTypeUtil.isInterval(call.getType())) {
          throw QueryRefusal.of("The difference of two points in time", place(call));
        }
        shiftedDate(call);
      }
      case PLUS -> shiftedDate(call);

      default -> FunctionRules.check(call, dialect, place(call));
    }
    return super.visitCall(call);
  }

  /** One store writes the bytes of a binary string as text, the other its bits. */
  @Override
  public Void visitLiteral(RexLiteral literal) {
    if (literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.BINARY) {
      throw QueryRefusal.of("A binary string");
    }
    return super.visitLiteral(literal);
  }

  private void cast(RexCall call) {
    SqlTypeName target = call.getType().getSqlTypeName();
    RelDataType source = call.getOperands().get(0).getType();
    boolean known =
        CAST_TARGETS.contains(target)
            || SqlTypeUtil.isInterval(call.getType())
            // Calcite's own, of NULLs and strings that are shorter than others; printed as VARCHAR.
            || (target == SqlTypeName.CHAR && call.getParserPosition().getLineNum() == 0);
    if (!known) {
      throw QueryRefusal.of("CAST to " + target, place(call));
    }
    if (SqlTypeUtil.isInterval(call.getType())
        && !SqlTypeUtil.isInterval(source)
        && source.getSqlTypeName() != SqlTypeName.NULL) {
      throw QueryRefusal.of("CAST to an interval", place(call));
    }
    if (SqlTypeUtil.isInterval(source) && !SqlTypeUtil.isInterval(call.getType())) {
      throw QueryRefusal.of("CAST of an interval", place(call));
    }
    CastRules.check(source, call.getType(), place(call));
    if (target == SqlTypeName.VARCHAR && SqlTypeUtil.isApproximateNumeric(source)) {
      // 1.0 and 1.0E20 there, 1 and 1e+20 here.
      onPostgresqlOnly("CAST of a DOUBLE to VARCHAR", place(call));
    }
  }

  /** Hours added to a date: a date to Calcite and H2, a timestamp to PostgreSQL. */
  private void shiftedDate(RexCall call) {
    boolean hours =
        call.getType().getSqlTypeName() == SqlTypeName.DATE
            && call.getOperands().stream()
                .map(RexNode::getType)
                .anyMatch(
                    type ->
                        type.getIntervalQualifier() != null
                            && TIMES.contains(type.getIntervalQualifier().getEndUnit()));
    if (hours) {
      throw QueryRefusal.of("An interval of hours, minutes or seconds and a DATE", place(call))
          .withHint("Write CAST(… AS TIMESTAMP).");
    }
  }

  private static void field(RexNode unit, SqlParserPos place) {
    TimeUnitRange range = ((RexLiteral) unit).getValueAs(TimeUnitRange.class);
    if (range == null || !FIELDS.contains(range)) {
      throw QueryRefusal.of("The unit " + range + " of a point in time", place);
    }
  }

  private void allow(SqlOperator operator, SqlParserPos place) {
    if (!Operators.of(dialect).allows(operator)) {
      throw QueryRefusal.of(name(operator), place);
    }
  }

  /** The place of a call; some that the converter makes of others have none. */
  private SqlParserPos place(RexCall call) {
    SqlParserPos own = call.getParserPosition();
    return own.getLineNum() > 0 ? own : positions.of(call.getOperator().getName());
  }

  private static String name(SqlOperator operator) {
    return operator.getKind() == SqlKind.ROW ? "A row as a value" : operator.getName();
  }

  private void onPostgresqlOnly(String construct, String kind) {
    onPostgresqlOnly(construct, positions.of(kind));
  }

  private void onPostgresqlOnly(String construct, SqlParserPos place) {
    if (dialect != Dialect.POSTGRESQL) {
      throw QueryRefusal.of(construct + " on an embedded store", place);
    }
  }

  private VitrineException refusal(String construct) {
    return QueryRefusal.of(construct, positions.of(construct));
  }

  private static String construct(RelNode node) {
    return switch (node.getRelTypeName()) {
      case "Sample" -> "TABLESAMPLE";
      case "Uncollect" -> "UNNEST";
      case "LogicalMatch" -> "MATCH_RECOGNIZE";
      case "LogicalTableFunctionScan" -> "A table function";
      default -> "This construct (" + node.getRelTypeName().replaceFirst("^Logical", "") + ")";
    };
  }
}
