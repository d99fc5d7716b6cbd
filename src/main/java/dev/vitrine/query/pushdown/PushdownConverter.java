package dev.vitrine.query.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Prints a plan over logical relations as SQL. It, and the methods that it overrides, are public
 * because Calcite finds them by reflection and fails with IllegalAccessException otherwise.
 */
public class PushdownConverter extends RelToSqlConverter {

  PushdownConverter(SqlDialect dialect) {
    super(dialect);
  }

  /** A relation is a name, whatever it is in the logical catalog. */
  @Override
  public Result visit(TableScan scan) {
    LogicalRelation relation =
        scan.getTable()
            .maybeUnwrap(LogicalRelation.class)
            .orElseThrow(() -> new IllegalStateException("scan of " + scan.getTable()));
    SqlIdentifier name = new SqlIdentifier(relation.pushedName(), SqlParserPos.QUOTED_ZERO);
    return result(name, List.of(Clause.FROM), scan, Map.of());
  }

  @Override
  public Result visit(Sort sort) {
    return ordered(super.visit(sort));
  }

  @Override
  public Result visit(Project project) {
    return ordered(super.visit(project));
  }

  private static Result ordered(Result result) {
    PlainOrder.disambiguate(result.asSelect());
    return result;
  }

  /** Calcite prints every lateral join as an inner one, which loses the rows of a left join. */
  @Override
  public Result visit(Correlate correlate) {
    Result result = super.visit(correlate);
    if (correlate.getJoinType() == JoinRelType.LEFT) {
      SqlJoin join = (SqlJoin) result.asFrom();
      join.setOperand(2, JoinType.LEFT.symbol(POS));
      join.setOperand(4, JoinConditionType.ON.symbol(POS));
      join.setOperand(5, SqlLiteral.createBoolean(true, POS));
    }
    return result;
  }

  /** NULLs get the type of their column; PostgreSQL takes a column of bare NULLs for text. */
  @Override
  public Result visit(Values values) {
    List<RelDataTypeField> fields = values.getRowType().getFieldList();
    Context context = aliasContext(Map.of(), false);
    SqlNodeList rows = new SqlNodeList(POS);
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<SqlNode> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        row.add(typed(context.toSql(null, tuple.get(i)), fields.get(i)));
      }
      rows.add(SqlInternalOperators.ANONYMOUS_ROW.createCall(new SqlNodeList(row, POS)));
    }
    boolean empty = rows.isEmpty();
    if (empty) {
      SqlNodeList nulls = new SqlNodeList(POS);
      fields.forEach(field -> nulls.add(typed(SqlLiteral.createNull(POS), field)));
      rows.add(SqlInternalOperators.ANONYMOUS_ROW.createCall(nulls));
    }
    List<SqlNode> as = new ArrayList<>();
    as.add(SqlStdOperatorTable.VALUES.createCall(rows));
    as.add(new SqlIdentifier("t", POS));
    fields.forEach(field -> as.add(new SqlIdentifier(field.getName(), POS)));
    SqlNode query = SqlStdOperatorTable.AS.createCall(POS, as);
    if (empty) {
      SqlNode never =
          SqlStdOperatorTable.EQUALS.createCall(
              POS,
              SqlLiteral.createExactNumeric("1", POS),
              SqlLiteral.createExactNumeric("0", POS));
      query =
          new SqlSelect(
              POS,
              null,
              SqlNodeList.SINGLETON_STAR,
              query,
              never,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null);
    }
    return result(query, List.of(Clause.SELECT), values, null);
  }

  private SqlNode typed(SqlNode value, RelDataTypeField field) {
    SqlNode type = dialect.getCastSpec(field.getType());
    return type != null && SqlUtil.isNullLiteral(value, false)
        ? SqlStdOperatorTable.CAST.createCall(POS, value, type)
        : value;
  }

  /** Decides where a sub-query is needed; Calcite sees too few of the places. */
  @Override
  public Result visitInput(
      RelNode parent, int i, boolean anon, boolean ignoreClauses, Set<Clause> expectedClauses) {
    boolean apart = parent instanceof Aggregate aggregate && inputApart(aggregate);
    Set<Clause> clauses =
        parent instanceof Project && (hasWindow(parent.getInput(i)) || correlates(parent))
            ? Set.of(Clause.FROM, Clause.SELECT)
            : expectedClauses;
    return super.visitInput(parent, i, anon, ignoreClauses && !apart, clauses);
  }

  /**
   * Window functions stay in the select list of a query of their own. Calcite takes them for
   * aggregates, and a projection that drops one for a query that needs GROUP BY (): one row.
   */
  private static boolean hasWindow(RelNode node) {
    return node instanceof Project project
        ? project.containsOver()
        : node instanceof Sort && hasWindow(node.getInput(0));
  }

  /**
   * Whether sub-queries of a node name columns that its input computes; they need a table to name
   * them by. Calcite names one that is not there.
   */
  private static boolean correlates(RelNode node) {
    return !node.getVariablesSet().isEmpty() && computes(node.getInput(0));
  }

  private static boolean computes(RelNode node) {
    if (node instanceof Filter || node instanceof Sort) {
      return computes(node.getInput(0));
    }
    return node instanceof Aggregate || node instanceof Project;
  }

  /**
   * A grouping key that holds a parameter would be printed twice, once selected and once grouped
   * by: two different parameters to the store. H2 does not see even that two calls are the same if
   * one is inside a cast. Window functions can be neither grouped by nor aggregated.
   */
  private boolean inputApart(Aggregate aggregate) {
    return aggregate.getInput() instanceof Project project
        && (project.containsOver()
            || aggregate.getGroupSet().asList().stream()
                .map(key -> project.getProjects().get(key))
                .anyMatch(
                    key ->
                        dialect == H2Store.INSTANCE
                            ? key instanceof RexCall
                            : Parameters.usedIn(key)));
  }
}
