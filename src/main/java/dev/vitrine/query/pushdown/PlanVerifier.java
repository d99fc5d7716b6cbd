package dev.vitrine.query.pushdown;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.Dialect;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
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
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Walks a whole plan, sub-queries included, before it is printed: it may scan known relations only,
 * and hold only operators and kinds of nodes that are known to mean the same in the store. All else
 * is refused here, by name, rather than by the store or, worse, by nobody.
 */
final class PlanVerifier extends RexVisitorImpl<Void> {
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
  private static final Set<String> UNITS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");
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
          SqlTypeName.TIMESTAMP);

  private final Dialect dialect;
  private final Set<Relation> relations = new LinkedHashSet<>();
  private final Leakproof leakproof = new Leakproof();

  PlanVerifier(Dialect dialect) {
    super(true);
    this.dialect = dialect;
  }

  /** The relations that the plan scans. */
  Set<Relation> relations() {
    return relations;
  }

  /** Whether all operators of the plan are leakproof. */
  boolean leakproof() {
    return leakproof.holds();
  }

  void verify(RelNode node) {
    if (node instanceof TableScan scan) {
      relations.add(relation(scan));
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
    } else if (!(node instanceof Sort || node instanceof Values)) {
      throw QueryRefusal.of(construct(node));
    }
    node.getInputs().forEach(this::verify);
  }

  private static Relation relation(TableScan scan) {
    return scan.getTable()
        .maybeUnwrap(LogicalRelation.class)
        .map(LogicalRelation::relation)
        .orElseThrow(
            () -> new IllegalStateException("unknown table " + scan.getTable().getQualifiedName()));
  }

  private void join(Join join) {
    switch (join.getJoinType()) {
      case INNER, LEFT, RIGHT -> {}
      case FULL -> onPostgresqlOnly("FULL JOIN");
      default -> throw QueryRefusal.of("This kind of join (" + join.getJoinType() + ")");
    }
    join.getCondition().accept(this);
  }

  private void correlate(Correlate correlate) {
    onPostgresqlOnly("LATERAL");
    JoinRelType type = correlate.getJoinType();
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      throw QueryRefusal.of("This kind of lateral join (" + type + ")");
    }
  }

  private void aggregate(Aggregate aggregate) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      onPostgresqlOnly("GROUP BY with ROLLUP, CUBE or GROUPING SETS");
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      allow(call.getAggregation());
      leakproof.aggregate(call.getAggregation());
      if (call.isApproximate() || call.distinctKeys != null || call.ignoreNulls()) {
        throw QueryRefusal.of("This form of " + call.getAggregation().getName());
      }
    }
  }

  private void setOperation(SetOp operation) {
    if (operation.all && (operation instanceof Minus || operation instanceof Intersect)) {
      onPostgresqlOnly(operation instanceof Minus ? "EXCEPT ALL" : "INTERSECT ALL");
    } else if (!(operation instanceof Union
        || operation instanceof Minus
        || operation instanceof Intersect)) {
      throw QueryRefusal.of(construct(operation));
    }
  }

  @Override
  public Void visitSubQuery(RexSubQuery subQuery) {
    allow(subQuery.getOperator());
    verify(subQuery.rel);
    return super.visitSubQuery(subQuery);
  }

  @Override
  public Void visitOver(RexOver over) {
    allow(over.getAggOperator());
    leakproof.aggregate(over.getAggOperator());
    if (over.ignoreNulls() || over.isDistinct()) {
      throw QueryRefusal.of("IGNORE NULLS or DISTINCT in a window function");
    }
    if (over.getWindow().getExclude() != RexWindowExclusion.EXCLUDE_NO_OTHER) {
      throw QueryRefusal.of("EXCLUDE in a window");
    }
    return super.visitOver(over);
  }

  @Override
  public Void visitCall(RexCall call) {
    SqlOperator operator = call.getOperator();
    allow(operator, call);
    leakproof.call(call);
    switch (call.getKind()) {
      case CAST -> cast(call);
      case EXTRACT -> field(call.getOperands().get(0));
      case FLOOR -> {
        if (call.getOperands().size() == 2) {
          field(call.getOperands().get(1));
        }
      }
      case CEIL -> {
        if (call.getOperands().size() == 2) {
          throw QueryRefusal.of("CEIL of a date or timestamp", call.getParserPosition());
        }
      }
      case MINUS -> {
        if (SqlTypeUtil.isInterval(call.getType())) {
          throw QueryRefusal.of("The difference of two points in time", call.getParserPosition());
        }
      }
      default -> {
        if (operator.equals(StoreFunctions.DATE_TRUNC)) {
          unit(call);
        }
      }
    }
    return super.visitCall(call);
  }

  private static void cast(RexCall call) {
    SqlTypeName target = call.getType().getSqlTypeName();
    if (!CAST_TARGETS.contains(target) && !SqlTypeUtil.isInterval(call.getType())) {
      throw QueryRefusal.of("CAST to " + target, call.getParserPosition());
    }
    if (SqlTypeUtil.isInterval(call.getType())
        && call.getOperands().get(0).getType().getSqlTypeName().getFamily()
            == SqlTypeFamily.CHARACTER) {
      throw QueryRefusal.of("CAST to an interval", call.getParserPosition());
    }
  }

  private static void field(RexNode unit) {
    TimeUnitRange range = ((RexLiteral) unit).getValueAs(TimeUnitRange.class);
    if (range == null || !FIELDS.contains(range)) {
      throw QueryRefusal.of("The unit " + range + " of a point in time");
    }
  }

  /** The unit is printed as it stands, so it has to be one of these. */
  private static void unit(RexCall call) {
    String unit =
        call.getOperands().get(0) instanceof RexLiteral literal
            ? String.valueOf(literal.getValueAs(String.class))
            : "";
    if (!UNITS.contains(unit.toLowerCase(Locale.ROOT))) {
      throw QueryRefusal.of("The unit '" + unit + "' of DATE_TRUNC", call.getParserPosition());
    }
  }

  private void allow(SqlOperator operator) {
    if (!Operators.of(dialect).allows(operator)) {
      throw QueryRefusal.of(operator.getName());
    }
  }

  private void allow(SqlOperator operator, RexCall call) {
    if (!Operators.of(dialect).allows(operator)) {
      throw QueryRefusal.of(name(operator), call.getParserPosition());
    }
  }

  private static String name(SqlOperator operator) {
    return operator.getKind() == SqlKind.ROW ? "A row as a value" : operator.getName();
  }

  private void onPostgresqlOnly(String construct) {
    if (dialect != Dialect.POSTGRESQL) {
      throw QueryRefusal.of(construct + " on an embedded store");
    }
  }

  private static String construct(RelNode node) {
    return switch (node.getRelTypeName()) {
      case "LogicalRepeatUnion", "LogicalTableSpool" -> "WITH RECURSIVE";
      case "Sample" -> "TABLESAMPLE";
      case "Uncollect" -> "UNNEST";
      case "LogicalMatch" -> "MATCH_RECOGNIZE";
      case "LogicalTableFunctionScan" -> "A table function";
      default -> "This construct (" + node.getRelTypeName().replaceFirst("^Logical", "") + ")";
    };
  }
}
