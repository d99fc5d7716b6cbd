package dev.vitrine.query.validate;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
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

  /** A name for each item, before validation changes the items; empty where one has a name. */
  public static List<String> names(List<SqlNode> items) {
    return items.stream().map(Labels::name).toList();
  }

  private static String name(SqlNode item) {
    if (item instanceof SqlIdentifier || item.getKind() == SqlKind.AS) {
      return "";
    }
    String function = function(item);
    return function.isEmpty() ? text(item) : function;
  }

  public static String label(String validated, int index, List<String> names) {
    if (!SqlUtil.isGeneratedAlias(validated)) {
      return RepeatedNames.visible(validated);
    }
    return index < names.size() && !names.get(index).isEmpty()
        ? names.get(index)
        : "column_" + (index + 1);
  }
}
