package dev.vitrine.query.validate;

import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Replaces the names of merged columns in the clauses of one query. In ORDER BY, a name of an item
 * of the select list is that item, as in PostgreSQL; in all other places the column has precedence.
 */
final class SelectNames {
  private final SqlSelect select;
  private final ColumnNames names;

  SelectNames(SqlSelect select, ColumnNames names) {
    this.select = select;
    this.names = names;
  }

  void replace() {
    selectList(select.getSelectList());
    if (select.getWhere() != null) {
      select.setWhere(names.replaced(select.getWhere()));
    }
    if (select.getGroup() != null) {
      replaceItems(select.getGroup());
    }
    if (select.getHaving() != null) {
      select.setHaving(names.replaced(select.getHaving()));
    }
    if (select.getQualify() != null) {
      select.setQualify(names.replaced(select.getQualify()));
    }
    for (SqlNode window : select.getWindowList()) {
      replaceItems(((SqlWindow) window).getPartitionList());
      replaceItems(((SqlWindow) window).getOrderList());
    }
    if (select.getOrderList() != null) {
      orderList(select.getOrderList());
    }
  }

  private void selectList(SqlNodeList items) {
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      SqlNode replaced = names.replaced(item);
      boolean unnamed = item instanceof SqlIdentifier && !(replaced instanceof SqlIdentifier);
      items.set(
          i,
          unnamed
              ? MergedColumns.as(
                  replaced, ((SqlIdentifier) item).getSimple(), item.getParserPosition())
              : replaced);
    }
  }

  private void replaceItems(SqlNodeList items) {
    for (int i = 0; i < items.size(); i++) {
      items.set(i, names.replaced(items.get(i)));
    }
  }

  private void orderList(SqlNodeList items) {
    Set<String> aliases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (SqlNode item : select.getSelectList()) {
      String alias = SqlValidatorUtil.alias(item);
      if (alias != null) {
        aliases.add(alias);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      boolean isItem =
          key(items.get(i)) instanceof SqlIdentifier name
              && name.isSimple()
              && aliases.contains(name.getSimple());
      if (!isItem) {
        items.set(i, names.replaced(items.get(i)));
      }
    }
  }

  /** A key of ORDER BY without its direction. */
  private static SqlNode key(SqlNode item) {
    SqlNode key = item;
    while (key.getKind() == SqlKind.DESCENDING
        || key.getKind() == SqlKind.NULLS_FIRST
        || key.getKind() == SqlKind.NULLS_LAST) {
      key = ((SqlCall) key).operand(0);
    }
    return key;
  }
}
