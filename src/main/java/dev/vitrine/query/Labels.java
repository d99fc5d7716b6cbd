package dev.vitrine.query;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;

/** Names for the columns of a result that the query does not name: the function that is called. */
final class Labels {
  private Labels() {}

  /** The items of the outermost select list as they are written; empty if it has a star. */
  static List<SqlNode> items(SqlNode query) {
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
    return call.getOperator() instanceof SqlFunction function
            && !call.isA(Set.of(SqlKind.CAST, SqlKind.JDBC_FN))
        ? function.getName().toLowerCase(Locale.ROOT)
        : "";
  }

  static String label(String validated, int index, List<SqlNode> items) {
    if (!SqlUtil.isGeneratedAlias(validated)) {
      return validated;
    }
    String name = index < items.size() ? function(items.get(index)) : "";
    return name.isEmpty() ? "column_" + (index + 1) : name;
  }
}
