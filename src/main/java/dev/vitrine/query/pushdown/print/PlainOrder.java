package dev.vitrine.query.pushdown.print;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Prints ORDER BY with expressions, never with ordinals. Calcite prints ordinals for expressions
 * and for names that are also aliases, even inside aggregate functions, where {@code ORDER BY 1} is
 * a constant and no order at all. In their place a name that is also an alias gets the table in
 * front, because stores take a bare name in ORDER BY for the alias.
 */
final class PlainOrder extends SqlDelegatingConformance {
  static final SqlConformance CONFORMANCE = new PlainOrder();

  private PlainOrder() {
    super(SqlConformanceEnum.PRAGMATIC_2003);
  }

  @Override
  public boolean isSortByOrdinal() {
    return false;
  }

  @Override
  public boolean isSortByAlias() {
    return false;
  }

  /** Makes every key of the order mean the column it was printed for. */
  static void disambiguate(SqlSelect select) {
    SqlNodeList order = select.getOrderList();
    if (order == null || select.getFrom() == null) {
      return;
    }
    String table = SqlValidatorUtil.alias(select.getFrom());
    SqlNodeList keys = new SqlNodeList(SqlParserPos.ZERO);
    for (SqlNode key : order) {
      if (!isConstant(key)) {
        keys.add(table == null ? key : disambiguated(key, table, select.getSelectList()));
      }
    }
    select.setOrderBy(keys.isEmpty() ? null : keys);
  }

  /** PostgreSQL refuses to order by a constant, which orders nothing. */
  private static boolean isConstant(SqlNode key) {
    boolean signed = key.getKind() == SqlKind.MINUS_PREFIX || key.getKind() == SqlKind.PLUS_PREFIX;
    return (signed || isModifier(key))
        ? isConstant(((SqlCall) key).operand(0))
        : key instanceof SqlLiteral;
  }

  private static boolean isModifier(SqlNode key) {
    return key.getKind() == SqlKind.DESCENDING
        || key.getKind() == SqlKind.NULLS_FIRST
        || key.getKind() == SqlKind.NULLS_LAST;
  }

  private static SqlNode disambiguated(SqlNode key, String table, SqlNodeList items) {
    if (key instanceof SqlIdentifier name && name.isSimple()) {
      return shadowed(name, items)
          ? new SqlIdentifier(List.of(table, name.getSimple()), SqlParserPos.QUOTED_ZERO)
          : key;
    }
    if (!isModifier(key)) {
      return key;
    }
    SqlCall call = (SqlCall) key;
    return call.getOperator()
        .createCall(SqlParserPos.ZERO, disambiguated(call.operand(0), table, items));
  }

  private static boolean shadowed(SqlIdentifier name, SqlNodeList items) {
    for (SqlNode item : items) {
      if (item.getKind() == SqlKind.AS) {
        SqlNode value = ((SqlCall) item).operand(0);
        SqlIdentifier alias = ((SqlCall) item).operand(1);
        boolean same =
            value instanceof SqlIdentifier column
                && column.names.get(column.names.size() - 1).equals(name.getSimple());
        if (alias.getSimple().equalsIgnoreCase(name.getSimple()) && !same) {
          return true;
        }
      }
    }
    return false;
  }
}
