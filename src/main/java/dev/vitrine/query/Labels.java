package dev.vitrine.query;

import java.util.ArrayList;
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

  /** A name for each item of the outermost select list, empty if there is none. */
  static List<String> written(SqlNode query) {
    if (query instanceof SqlOrderBy orderBy) {
      return written(orderBy.query);
    }
    if (query instanceof SqlWith with) {
      return written(with.body);
    }
    if (!(query instanceof SqlSelect select)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
        return List.of();
      }
      names.add(function(item));
    }
    return List.copyOf(names);
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

  static String label(String validated, int index, List<String> written) {
    if (!SqlUtil.isGeneratedAlias(validated)) {
      return validated;
    }
    String name = index < written.size() ? written.get(index) : "";
    return name.isEmpty() ? "column_" + (index + 1) : name;
  }
}
