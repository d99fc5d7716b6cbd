package dev.vitrine.query.pushdown;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.NamedModels;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SelectSyntax;
import dev.vitrine.query.pushdown.print.DerivedTables;
import dev.vitrine.query.pushdown.print.H2Store;
import dev.vitrine.query.pushdown.print.HavingClause;
import dev.vitrine.query.pushdown.print.PostgresqlStore;
import dev.vitrine.query.pushdown.print.PushdownConverter;
import dev.vitrine.query.pushdown.relation.JoinedModels;
import dev.vitrine.query.pushdown.relation.ModelNames;
import dev.vitrine.query.pushdown.relation.NonEmptyRelations;
import dev.vitrine.query.pushdown.relation.TextSearch;
import dev.vitrine.query.pushdown.rewrite.Emulation;
import dev.vitrine.query.pushdown.rewrite.ExactColumns;
import dev.vitrine.query.pushdown.rewrite.GeneratedColumnNames;
import dev.vitrine.query.pushdown.rewrite.Parameters;
import dev.vitrine.query.pushdown.rewrite.UnusedColumns;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import dev.vitrine.query.pushdown.verify.ExpressionCopies;
import dev.vitrine.query.pushdown.verify.PlanVerifier;
import dev.vitrine.query.pushdown.verify.SyntaxPositions;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlString;

/** Turns a verified plan into one statement of the store. */
public final class Pushdown {
  private static final SqlParserPos POS = SqlParserPos.QUOTED_ZERO;

  private final Dialect store;
  private final SqlDialect dialect;

  public Pushdown(Dialect store) {
    this.store = store;
    this.dialect =
        switch (store) {
          case POSTGRESQL -> PostgresqlStore.INSTANCE;
          case H2 -> H2Store.INSTANCE;
        };
  }

  /**
   * Refuses a plan with more expressions, after all copying, than a store should be sent.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX
   */
  public static void requireBounded(RelNode plan) {
    ExpressionCopies.of(plan);
  }

  /** The statement for {@code plan}, or a refusal with a position from {@code positions}. */
  public PushedQuery push(RelRoot plan, SyntaxPositions positions) {
    PlanVerifier verifier = new PlanVerifier(store, positions);
    verifier.verify(plan.rel);
    NamedModels models = models(plan.rel);
    RelNode read = UnusedColumns.of(plan.rel);
    boolean joins = store == Dialect.POSTGRESQL && verifier.leakproof() && models.ofAnyName();
    RelNode joined = joins ? JoinedModels.of(read) : read;
    RelRoot typed = plan.withRel(Parameters.typed(Emulation.of(joined, store)));
    ExpressionCopies copies = ExpressionCopies.of(typed.rel);
    SqlNode statement = statement(typed, positions);
    HavingClause.frame(statement);
    SqlString sql =
        statement.toSqlString(
            config ->
                config
                    .withDialect(dialect)
                    .withQuoteAllIdentifiers(true)
                    .withAlwaysUseParentheses(false)
                    .withSelectListItemsOnSeparateLines(false)
                    .withUpdateSetListNewline(false)
                    .withIndentation(0));
    List<Integer> markers =
        sql.getDynamicParameters() == null ? List.of() : sql.getDynamicParameters();
    return new PushedQuery(
        sql.getSql(),
        markers,
        JoinedModels.relations(joined),
        models,
        NonEmptyRelations.of(plan.rel),
        verifier.leakproof(),
        copies.many(),
        copies.repeated(),
        verifier.searched());
  }

  private static NamedModels models(RelNode plan) {
    NamedModels named = ModelNames.in(plan);
    return named.ofAnyName() ? TextSearch.in(plan) : named;
  }

  private SqlNode statement(RelRoot plan, SyntaxPositions positions) {
    RelNode projected = GeneratedColumnNames.of(plan.project());
    SqlNode node = new PushdownConverter(dialect).visitRoot(projected).asStatement();
    if (plan.rel instanceof Sort sort
        && orders(sort)
        && !(node instanceof SqlSelect select && isOrdered(select))) {
      // It would end up in a sub-query, where it means nothing.
      throw QueryRefusal.of("This ORDER BY", positions.of(SyntaxPositions.ORDER_BY));
    }
    if (store == Dialect.H2 && DerivedTables.areCorrelated(node)) {
      throw QueryRefusal.of(
          "A query in FROM that depends on an outer query, on an embedded store,",
          positions.of(SyntaxPositions.SUB_QUERY));
    }
    return cast(node, projected);
  }

  /** Whether the rows are ordered by anything that is not a constant. */
  private static boolean orders(Sort sort) {
    return sort.getCollation().getKeys().stream()
        .anyMatch(
            key ->
                !(sort.getInput() instanceof Project project
                    && RexUtil.isConstant(project.getProjects().get(key))));
  }

  private static boolean isOrdered(SqlSelect select) {
    return select.getOrderList() != null;
  }

  /** Casts the columns that the store would deliver in another type than that of the plan. */
  private SqlNode cast(SqlNode node, RelNode plan) {
    List<RelDataTypeField> fields = plan.getRowType().getFieldList();
    boolean exact = true;
    for (int i = 0; i < fields.size(); i++) {
      exact &= ExactColumns.contains(plan, i);
    }
    if (exact) {
      return node;
    }
    SqlSelect select = listed(node, fields);
    SqlNodeList items = new SqlNodeList(POS);
    for (int i = 0; i < fields.size(); i++) {
      SqlNode item = select.getSelectList().get(i);
      if (ExactColumns.contains(plan, i)) {
        items.add(item);
      } else {
        RelDataType target =
            DeliveredTypes.target(plan.getCluster().getTypeFactory(), fields.get(i).getType());
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(POS, value, dialect.getCastSpec(target));
        items.add(
            SqlStdOperatorTable.AS.createCall(
                POS, cast, new SqlIdentifier(fields.get(i).getName(), POS)));
      }
    }
    select.setSelectList(items);
    return select;
  }

  /** The statement as a SELECT that lists its columns. */
  private static SqlSelect listed(SqlNode node, List<RelDataTypeField> fields) {
    SqlNodeList columns = new SqlNodeList(POS);
    fields.forEach(field -> columns.add(new SqlIdentifier(field.getName(), POS)));
    if (node instanceof SqlSelect select) {
      boolean star = select.getSelectList().equals(SqlNodeList.SINGLETON_STAR);
      if (!star) {
        return select;
      }
      if (!(select.getFrom() instanceof SqlJoin)) {
        select.setSelectList(columns);
        return select;
      }
    }
    SqlNode from =
        node.getKind() == SqlKind.AS
            ? node
            : SqlStdOperatorTable.AS.createCall(POS, node, new SqlIdentifier("t", POS));
    return SelectSyntax.of(POS, columns, from);
  }
}
