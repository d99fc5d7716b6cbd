package dev.vitrine.query.validate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Names of columns that no query can contain. Calcite finds the columns of {@code *} by their
 * names. Therefore, if several columns have the same name, all but the first get a hidden name,
 * which begins with it. The hidden name of a column without a name has its label.
 */
final class HiddenNames {
  /** Around the parts of a hidden name. The text of a query has no such character. */
  private static final char END = '\0';

  private HiddenNames() {}

  /** The hidden name of a column without a name. */
  static String unnamed(String label, int place) {
    return END + label + END + place;
  }

  /** Whether the column is not the first of its name. */
  static boolean isRepeated(String name) {
    return name.indexOf(END) > 0;
  }

  /** The name by which a query can mean the column; empty if there is none. */
  static String visible(String name) {
    int end = name.indexOf(END);
    return end < 0 ? name : name.substring(0, end);
  }

  /** The label of a column of the result. */
  static String label(String name) {
    return name.indexOf(END) == 0 ? name.substring(1, name.indexOf(END, 1)) : visible(name);
  }

  /**
   * Gives hidden names to the items of a select list that repeat a name. Columns of {@code *} have
   * other names already, which Calcite gives them.
   *
   * @return whether there are such items
   */
  static boolean hide(SqlNodeList items, SqlValidatorScope scope, SqlNameMatcher names) {
    Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    boolean hides = false;
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      if (item instanceof SqlIdentifier star && star.isStar()) {
        columns(star, scope, names)
            .forEach(
                name -> SqlValidatorUtil.uniquify(name, used, SqlValidatorUtil.EXPR_SUGGESTER));
        continue;
      }
      String name = SqlValidatorUtil.alias(item);
      if (name != null && !used.add(name)) {
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        int number = 1;
        while (!used.add(name + END + number)) {
          number++;
        }
        items.set(i, MergedColumns.as(value, name + END + number, item.getParserPosition()));
        hides = true;
      }
    }
    return hides;
  }

  private static List<String> columns(
      SqlIdentifier star, SqlValidatorScope scope, SqlNameMatcher names) {
    if (star.names.size() == 1) {
      return scope instanceof ListScope from
          ? from.getChildren().stream()
              .map(SqlValidatorNamespace::getRowType)
              .flatMap(row -> row.getFieldNames().stream())
              .toList()
          : List.of();
    }
    SqlValidatorScope.ResolvedImpl found = new SqlValidatorScope.ResolvedImpl();
    scope.resolve(star.skipLast(1).names, names, true, found);
    return found.count() == 1 ? found.only().rowType().getFieldNames() : List.of();
  }
}
