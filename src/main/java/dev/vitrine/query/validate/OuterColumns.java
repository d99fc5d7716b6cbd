package dev.vitrine.query.validate;

import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SelectSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * Columns of outer queries in the select list, HAVING and QUALIFY of a sub-query that aggregates:
 * {@code (SELECT COUNT(*) + m.x FROM v)}. Calcite takes them for columns that are not grouped, but
 * accepts a query in their place, {@code (SELECT m.x)}. They must be qualified.
 */
final class OuterColumns {
  private final SqlOperatorTable operators;

  OuterColumns(SqlOperatorTable operators) {
    this.operators = operators;
  }

  /**
   * Replaces such columns in all sub-queries.
   *
   * @throws dev.vitrine.error.VitrineException UNSUPPORTED_FEATURE for an aggregate function of
   *     columns of outer queries only, which the SQL standard computes in the outer query
   */
  void replace(SqlNode query) {
    visit(query, new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
  }

  private void visit(SqlNode node, Set<String> outer) {
    node.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            Planning.step();
            if (call instanceof SqlSelect select) {
              select(select, outer);
              return null;
            }
            if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
              OuterColumns.this.visit(ordered.orderList, select(select, outer));
              return null;
            }
            if (call instanceof SqlOrderBy ordered
                && ordered.query instanceof SqlWith with
                && with.body instanceof SqlSelect select) {
              OuterColumns.this.visit(with.withList, outer);
              OuterColumns.this.visit(ordered.orderList, select(select, outer));
              return null;
            }
            return super.visit(call);
          }
        });
  }

  /** Replaces the columns in a query, and returns the tables that it and its ORDER BY can name. */
  private Set<String> select(SqlSelect select, Set<String> outer) {
    Set<String> own = tables(select);
    Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    hidden.addAll(outer);
    hidden.removeAll(own);
    if (!hidden.isEmpty() && aggregates(select)) {
      Replacement replacement = new Replacement(hidden);
      select.setSelectList((SqlNodeList) select.getSelectList().accept(replacement));
      if (select.getHaving() != null) {
        select.setHaving(select.getHaving().accept(replacement));
      }
      if (select.getQualify() != null) {
        select.setQualify(select.getQualify().accept(replacement));
      }
    }
    own.addAll(outer);
    for (SqlNode operand : select.getOperandList()) {
      if (operand != null) {
        visit(operand, own);
      }
    }
    return own;
  }

  /** The names by which columns of the tables in FROM are qualified. */
  static Set<String> tables(SqlSelect select) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    if (select.getFrom() != null) {
      tables(select.getFrom(), names);
    }
    return names;
  }

  private static void tables(SqlNode from, Set<String> names) {
    if (from instanceof SqlJoin join) {
      tables(join.getLeft(), names);
      tables(join.getRight(), names);
    } else if (from instanceof SqlIdentifier table) {
      names.add(table.names.get(table.names.size() - 1));
    } else if (from.getKind() == SqlKind.AS
        && ((SqlCall) from).operand(1) instanceof SqlIdentifier alias) {
      names.add(alias.getSimple());
    }
  }

  private boolean aggregates(SqlSelect select) {
    return select.getGroup() != null
        || select.getHaving() != null
        || select.getSelectList().stream().anyMatch(this::containsAggregate);
  }

  private boolean containsAggregate(SqlNode node) {
    if (node instanceof SqlNodeList list) {
      return list.stream().anyMatch(this::containsAggregate);
    }
    return node instanceof SqlCall call
        && call.getKind() != SqlKind.OVER
        && !call.isA(SqlKind.QUERY)
        && (isAggregate(call)
            || call.getOperandList().stream()
                .anyMatch(operand -> operand != null && containsAggregate(operand)));
  }

  private boolean isAggregate(SqlCall call) {
    if (call.getOperator().isAggregator()) {
      return true;
    }
    if (!(call.getOperator() instanceof SqlFunction function)
        || function.getSqlIdentifier() == null) {
      return false;
    }
    List<SqlOperator> found = new ArrayList<>();
    operators.lookupOperatorOverloads(
        function.getSqlIdentifier(),
        null,
        SqlSyntax.FUNCTION,
        found,
        SqlNameMatchers.withCaseSensitive(false));
    return found.stream().anyMatch(SqlOperator::isAggregator);
  }

  /** Replaces columns outside of aggregate functions and of queries. */
  private final class Replacement extends SqlShuttle {
    private final Set<String> outer;

    private Replacement(Set<String> outer) {
      this.outer = outer;
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      if (!isOuter(name)) {
        return name;
      }
      return SelectSyntax.of(name.getParserPosition(), SqlNodeList.of(name), null);
    }

    private boolean isOuter(SqlIdentifier name) {
      return name.names.size() == 2 && !name.isStar() && outer.contains(name.names.get(0));
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      if (isAggregate(call)) {
        requireOwn(call);
        return call;
      }
      if (call.getKind() == SqlKind.AS) {
        SqlNode value = call.operand(0);
        return call.getOperator()
            .createCall(call.getParserPosition(), value.accept(this), call.operand(1));
      }
      return super.visit(call);
    }

    private void requireOwn(SqlCall aggregate) {
      List<SqlIdentifier> columns = new ArrayList<>();
      for (SqlNode operand : aggregate.getOperandList()) {
        if (operand != null) {
          operand.accept(
              new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlIdentifier name) {
                  columns.add(name);
                  return null;
                }
              });
        }
      }
      if (!columns.isEmpty() && columns.stream().allMatch(this::isOuter)) {
        throw QueryRefusal.of(
                "An aggregate function of columns of an outer query", aggregate.getParserPosition())
            .withHint("Compute it in the outer query.");
      }
    }
  }
}
