package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SelectSyntax;
import dev.vitrine.query.pushdown.function.ComputedColumn;
import dev.vitrine.query.pushdown.relation.LogicalRelation;
import dev.vitrine.query.pushdown.relation.Recursion;
import dev.vitrine.query.pushdown.rewrite.Parameters;
import dev.vitrine.query.pushdown.rewrite.StoreValues;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Prints a plan over logical relations as SQL. It, and the methods that it overrides, are public
 * because Calcite (ReflectUtil#createMethodDispatcher) finds them by reflection and fails with
 * IllegalAccessException otherwise.
 */
public class PushdownConverter extends RelToSqlConverter {

  private final Set<Sort> orderedApart = Collections.newSetFromMap(new IdentityHashMap<>());

  public PushdownConverter(SqlDialect dialect) {
    super(dialect);
  }

  /**
   * A relation is printed as a name, with an alias of its own where the statement has used the name
   * before. Calcite prints its own alias in joins only, but correlated sub-queries always use it.
   */
  @Override
  public Result visit(TableScan scan) {
    String name = Recursion.isStep(scan) ? Recursion.name(scan) : relation(scan).pushedName();
    SqlNode from = new SqlIdentifier(name, SqlParserPos.QUOTED_ZERO);
    String alias = unused(name);
    if (!alias.equals(name)) {
      from = SqlStdOperatorTable.AS.createCall(POS, from, new SqlIdentifier(alias, POS));
    }
    return result(from, List.of(Clause.FROM), scan, Map.of());
  }

  private String unused(String name) {
    return SqlValidatorUtil.uniquify(
        name, new HashSet<>(aliasSet), SqlValidatorUtil.EXPR_SUGGESTER);
  }

  private static LogicalRelation relation(TableScan scan) {
    return scan.getTable()
        .maybeUnwrap(LogicalRelation.class)
        .orElseThrow(() -> new IllegalStateException("scan of " + scan.getTable()));
  }

  @Override
  public Result visit(Sort sort) {
    return ordered(super.visit(sort));
  }

  @Override
  public Result visit(Project project) {
    if (dialect == H2Store.INSTANCE
        && project.containsOver()
        && OuterValues.besideAggregates(project)) {
      throw QueryRefusal.of(
          "A column of an outer query beside an aggregate function, in a query with window"
              + " functions, on an embedded store,");
    }
    if (project.getInput() instanceof Sort sort && computesOrder(sort)) {
      orderedApart.add(sort);
    }
    return ordered(super.visit(project));
  }

  /**
   * Whether rows are ordered by windows or sub-queries that are not selected. They get a query of
   * their own, because RelToSqlConverter#visit(Sort) would drop the order or take them for
   * aggregates.
   */
  private static boolean computesOrder(Sort sort) {
    return sort.getInput() instanceof Project project
        && (project.containsOver()
            || project.getProjects().stream()
                .anyMatch(item -> RexUtil.SubQueryFinder.find(item) != null));
  }

  private static Result ordered(Result result) {
    PlainOrder.disambiguate(result.asSelect());
    return result;
  }

  /** Calcite prints each {@link Correlate} as an inner join, which loses rows of a left join. */
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

  /**
   * WITH RECURSIVE in a nested query, because the prefix of the statement belongs to the store.
   * Both parts are cast: the store uses the types of the first part and refuses others.
   */
  public Result visit(RepeatUnion union) {
    SqlIdentifier name = new SqlIdentifier(Recursion.name(union), POS);
    SqlNodeList columns = new SqlNodeList(POS);
    SqlNodeList items = new SqlNodeList(POS);
    List<String> labels = union.getRowType().getFieldNames();
    List<String> names = union.getTransientTable().getRowType().getFieldNames();
    for (int i = 0; i < names.size(); i++) {
      SqlIdentifier column = new SqlIdentifier(names.get(i), POS);
      columns.add(column);
      items.add(
          SqlStdOperatorTable.AS.createCall(POS, column, new SqlIdentifier(labels.get(i), POS)));
    }
    SqlNode parts =
        (union.all ? SqlStdOperatorTable.UNION_ALL : SqlStdOperatorTable.UNION)
            .createCall(POS, part(union, 0), part(union, 1));
    SqlWithItem item =
        new SqlWithItem(POS, name, columns, parts, SqlLiteral.createBoolean(true, POS));
    SqlNode with = new SqlWith(POS, SqlNodeList.of(item), select(SqlNodeList.SINGLETON_STAR, name));
    SqlNode from = SqlStdOperatorTable.AS.createCall(POS, with, name);
    return result(select(items, from), List.of(Clause.SELECT, Clause.FROM), union, null);
  }

  private static SqlSelect select(SqlNodeList items, SqlNode from) {
    return SelectSyntax.of(POS, items, from);
  }

  private SqlNode part(RepeatUnion union, int part) {
    RelNode rows = Recursion.unspooled(union.getInput(part));
    RexBuilder rex = union.getCluster().getRexBuilder();
    List<RexNode> cast = new ArrayList<>();
    for (RelDataTypeField field : union.getRowType().getFieldList()) {
      RelDataType target =
          rex.getTypeFactory()
              .createTypeWithNullability(
                  DeliveredTypes.target(rex.getTypeFactory(), field.getType()), true);
      cast.add(rex.makeAbstractCast(target, rex.makeInputRef(rows, field.getIndex()), false));
    }
    return visitRoot(
            LogicalProject.create(
                rows, List.of(), cast, union.getRowType().getFieldNames(), Set.of()))
        .asStatement();
  }

  /** Values get the type of their column; PostgreSQL takes a column of bare NULLs for text. */
  @Override
  public Result visit(Values values) {
    List<RelDataTypeField> fields = values.getRowType().getFieldList();
    Context context = aliasContext(Map.of(), false);
    SqlNodeList rows = new SqlNodeList(POS);
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<SqlNode> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        SqlNode value = context.toSql(null, tuple.get(i));
        boolean exact = StoreValues.isExact(tuple.get(i), fields.get(i).getType());
        row.add(exact ? value : typed(value, fields.get(i)));
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
    as.add(new SqlIdentifier(unused("t"), POS));
    fields.forEach(field -> as.add(new SqlIdentifier(field.getName(), POS)));
    SqlNode query = SqlStdOperatorTable.AS.createCall(POS, as);
    if (empty) {
      SqlNode never =
          SqlStdOperatorTable.EQUALS.createCall(
              POS,
              SqlLiteral.createExactNumeric("1", POS),
              SqlLiteral.createExactNumeric("0", POS));
      SqlSelect none = select(SqlNodeList.SINGLETON_STAR, query);
      none.setWhere(never);
      query = none;
    }
    return result(query, List.of(Clause.SELECT), values, null);
  }

  private SqlNode typed(SqlNode value, RelDataTypeField field) {
    SqlNode type = dialect.getCastSpec(field.getType());
    return type != null ? SqlStdOperatorTable.CAST.createCall(POS, value, type) : value;
  }

  /** Decides where a sub-query is needed; Calcite sees too few of the positions. */
  @Override
  public Result visitInput(
      RelNode parent, int i, boolean anon, boolean ignoreClauses, Set<Clause> expectedClauses) {
    Planning.step();
    boolean apart = parent instanceof Aggregate aggregate && inputApart(aggregate);
    boolean filtered = parent instanceof Aggregate && filtersByAggregates(parent.getInput(i));
    boolean own =
        filtered
            || (parent instanceof Sort sort
                ? orderedApart.contains(sort)
                : parent instanceof Project project
                    && (hasOwnList(parent.getInput(i))
                        || correlates(parent)
                        || (project.containsOver()
                            && (groups(parent.getInput(i))
                                || filtersByAggregates(parent.getInput(i))))));
    Set<Clause> clauses = EnumSet.noneOf(Clause.class);
    clauses.addAll(expectedClauses);
    if (own) {
      clauses.addAll(List.of(Clause.FROM, Clause.SELECT));
    }
    Result result =
        super.visitInput(parent, i, anon, ignoreClauses && !apart && !filtered, clauses);
    boolean select = parent.getInput(i) instanceof Filter || parent.getInput(i) instanceof Sort;
    if (parent instanceof Project && !parent.getVariablesSet().isEmpty() && select && !own) {
      rename(result.asSelect(), result.qualifiedContext());
    }
    // Calcite would take the columns of a lateral query for those of the tables that it joins.
    return parent instanceof Correlate && i == 1 ? result.resetAlias() : result;
  }

  /** Sub-queries name the table by the alias of the result, which Calcite does not always print. */
  private static void rename(SqlSelect select, Context context) {
    if (select.getFrom() instanceof SqlBasicCall from
        && from.getKind() == SqlKind.AS
        && from.operand(0) instanceof SqlIdentifier table
        && context.field(0) instanceof SqlIdentifier column
        && !column.isSimple()) {
      SqlNode alias = new SqlIdentifier(column.names.get(0), POS);
      select.setFrom(SqlStdOperatorTable.AS.createCall(POS, table, alias));
    }
  }

  /**
   * Window functions and sub-queries stay in the select list of a query of their own. Calcite takes
   * them, and aggregates inside them, for aggregates of the outer query, and a projection that
   * drops one for a query that needs GROUP BY (): one row.
   */
  private boolean hasOwnList(RelNode node) {
    return node instanceof Project project
        ? project.containsOver()
            || project.getProjects().stream()
                .anyMatch(item -> RexUtil.SubQueryFinder.find(item) != null)
        : node instanceof Sort sort && !orderedApart.contains(sort) && hasOwnList(sort.getInput());
  }

  /** Whether a window would be printed beside HAVING, which H2 applies after it. */
  private static boolean groups(RelNode node) {
    return node instanceof Aggregate
        || ((node instanceof Filter || node instanceof Project) && groups(node.getInput(0)));
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
      // A filter's own sub-queries know the table by the name that it would lose.
      return !node.getVariablesSet().isEmpty() || computes(node.getInput(0));
    }
    return node instanceof Aggregate
        || node instanceof Project
        || node instanceof SetOp
        || node instanceof RepeatUnion
        || node instanceof Values;
  }

  /**
   * A grouping key that holds a parameter would be printed twice, once selected and once grouped
   * by: two different parameters to the store. H2 does not see even that two calls are the same if
   * one is inside a cast. Window functions can be neither grouped by nor aggregated, and a constant
   * to group by would be the number of a column.
   */
  private boolean inputApart(Aggregate aggregate) {
    return aggregate.getInput() instanceof Project project
        && (project.containsOver()
            || aggregate.getGroupSet().asList().stream()
                .map(key -> ComputedColumn.of(project, key))
                .anyMatch(
                    key ->
                        RexUtil.isConstant(key)
                            || (dialect == H2Store.INSTANCE
                                ? key instanceof RexCall
                                : Parameters.usedIn(key)
                                    || RexUtil.SubQueryFinder.find(key) != null)));
  }

  /** Whether H2 needs a query of its own for the conditions of rows that are grouped. */
  private boolean filtersByAggregates(RelNode rows) {
    boolean filters = rows instanceof Filter || rows instanceof Join;
    boolean passes = rows instanceof Filter || rows instanceof Project;
    return dialect == H2Store.INSTANCE
        && ((filters && OuterValues.besideAggregates(rows))
            || (passes && filtersByAggregates(rows.getInput(0))));
  }
}
