package dev.vitrine.query.validate;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;

/**
 * Names for the columns of a result that the query does not name: the function that is called, or
 * the expression.
 */
public final class Labels {
  /** Characters of a label that is made of an expression. */
  private static final int LONGEST = 64;

  private Labels() {}

  /** The items of the outermost select list as they are written; empty if it has a star. */
  public static List<SqlNode> items(SqlNode query) {
    if (query instanceof SqlOrderBy orderBy) {
      return items(orderBy.query);
    }
    if (query instanceof SqlWith with) {
      return items(with.body);
    }
    if (!(query instanceof SqlSelect select)) {
      return List.of();
    }
    boolean star =
        select.getSelectList().stream()
            .anyMatch(item -> item instanceof SqlIdentifier identifier && identifier.isStar());
    return star ? List.of() : List.copyOf(select.getSelectList());
  }

  private static String function(SqlNode item) {
    if (!(item instanceof SqlCall call)) {
      return "";
    }
    boolean wrapped =
        call.getKind() == SqlKind.OVER
            || call.getKind() == SqlKind.FILTER
            || call.getKind() == SqlKind.WITHIN_GROUP;
    if (wrapped) {
      return function(call.operand(0));
    }
    if (call.getKind() == SqlKind.JDBC_FN) {
      // Its operator is called "{fn NAME}".
      return call.getOperator().getName().replaceAll("\\{fn |\\}", "").toLowerCase(Locale.ROOT);
    }
    return call.getOperator() instanceof SqlFunction function && call.getKind() != SqlKind.CAST
        ? function.getName().toLowerCase(Locale.ROOT)
        : "";
  }

  /** The expression in one line, of a length that a table can show. */
  private static String text(SqlNode item) {
    String text =
        item.toSqlString(
                config ->
                    config
                        .withDialect(AnsiSqlDialect.DEFAULT)
                        .withQuoteAllIdentifiers(false)
                        .withAlwaysUseParentheses(false)
                        .withIndentation(0))
            .getSql()
            .replaceAll("\\s+", " ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /**
   * Gives hidden names, with their labels, to the columns without a name of a query and of the
   * queries in its WITH and FROM, whose columns a star can show. Validation changes expressions, so
   * this is done before.
   */
  public static void name(SqlNode query) {
    if (query instanceof SqlOrderBy ordered) {
      name(ordered.query);
    } else if (query instanceof SqlWith with) {
      with.withList.stream()
          .map(SqlWithItem.class::cast)
          .filter(item -> !item.recursive.booleanValue())
          .forEach(item -> name(item.query));
      name(with.body);
    } else if (query instanceof SqlSelect select) {
      nameItems(select.getSelectList());
      if (select.getFrom() != null) {
        nameFrom(select.getFrom());
      }
    } else if (SqlKind.SET_QUERY.contains(query.getKind())) {
      ((SqlCall) query).getOperandList().forEach(Labels::name);
    }
  }

  private static void nameFrom(SqlNode from) {
    if (from instanceof SqlJoin join) {
      nameFrom(join.getLeft());
      nameFrom(join.getRight());
    } else if (from.getKind() == SqlKind.AS || from.getKind() == SqlKind.LATERAL) {
      nameFrom(((SqlCall) from).operand(0));
    } else {
      name(from);
    }
  }

  private static void nameItems(SqlNodeList items) {
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      if (!(item instanceof SqlIdentifier) && item.getKind() != SqlKind.AS) {
        String function = function(item);
        String label = function.isEmpty() ? text(item) : function;
        items.set(
            i, MergedColumns.as(item, HiddenNames.unnamed(label, i), item.getParserPosition()));
      }
    }
  }

  /** The label of a column of the validated query. */
  public static String label(String validated, int index) {
    return SqlUtil.isGeneratedAlias(validated)
        ? "column_" + (index + 1)
        : HiddenNames.label(validated);
  }
}
