package dev.vitrine.query.parse;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;

/**
 * {@code SELECT DISTINCT ON (a) … ORDER BY a, b} as {@code QUALIFY ROW_NUMBER() OVER (PARTITION BY
 * a ORDER BY a, b) = 1}. In the parsed query, a call of the function {@link #MARKER} in front of
 * the items stands for DISTINCT ON.
 */
public final class DistinctOn extends SqlBasicVisitor<Void> {
  /** The name of the function. */
  public static final String MARKER = "DISTINCT ON";

  private static final Set<SqlKind> DIRECTIONS =
      EnumSet.of(SqlKind.DESCENDING, SqlKind.NULLS_FIRST, SqlKind.NULLS_LAST);

  private DistinctOn() {}

  /**
   * Changes the query in place.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE where ORDER BY begins with another expression
   */
  public static void rewrite(SqlNode query) {
    query.accept(new DistinctOn());
  }

  @Override
  public Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
      rewrite(select, ordered.orderList);
    } else if (call instanceof SqlSelect select) {
      rewrite(select, SqlNodeList.EMPTY);
    }
    return super.visit(call);
  }

  private static void rewrite(SqlSelect select, SqlNodeList order) {
    List<SqlNode> items = select.getSelectList().getList();
    if (items.size() < 2
        || !(items.get(0) instanceof SqlBasicCall marker)
        || !marker.getOperator().getName().equals(MARKER)) {
      return;
    }
    SqlParserPos place = marker.getParserPosition();
    SqlNodeList rest =
        new SqlNodeList(items.subList(1, items.size()), select.getSelectList().getParserPosition());
    SqlNodeList keys = new SqlNodeList(place);
    marker.getOperandList().forEach(key -> keys.add(expression(key, rest)));
    SqlNodeList sorted = new SqlNodeList(place);
    order.forEach(key -> sorted.add(sorted(key, rest)));
    requireKeysFirst(keys, sorted, place);
    SqlNode first = first(keys, sorted, place);
    SqlNode qualify = select.getQualify();
    select.setSelectList(rest);
    select.setQualify(
        qualify == null ? first : SqlStdOperatorTable.AND.createCall(place, qualify, first));
  }

  private static SqlNode first(SqlNodeList keys, SqlNodeList order, SqlParserPos place) {
    SqlWindow window =
        new SqlWindow(
            place,
            null,
            null,
            keys,
            order,
            SqlLiteral.createBoolean(false, place),
            null,
            null,
            null);
    return SqlStdOperatorTable.EQUALS.createCall(
        place,
        SqlStdOperatorTable.OVER.createCall(
            place, SqlStdOperatorTable.ROW_NUMBER.createCall(place), window),
        SqlLiteral.createExactNumeric("1", place));
  }

  /** As PostgreSQL: as far as ORDER BY goes, it begins with the expressions of DISTINCT ON. */
  private static void requireKeysFirst(SqlNodeList keys, SqlNodeList order, SqlParserPos place) {
    List<SqlNode> open = new ArrayList<>(keys.getList());
    for (SqlNode item : order) {
      SqlNode expression = unsorted(item);
      if (open.removeIf(key -> key.equalsDeep(expression, Litmus.IGNORE))) {
        continue;
      }
      boolean known =
          keys.getList().stream().anyMatch(key -> key.equalsDeep(expression, Litmus.IGNORE));
      if (!open.isEmpty() && !known) {
        throw new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "ORDER BY does not begin with the expressions of DISTINCT ON.")
            .withPosition(new Position(place.getLineNum(), place.getColumnNum()))
            .withHint("Write them first, then the order in which the row to keep comes first.");
      }
    }
  }

  /** The item of ORDER BY with its direction, and the expression that it names. */
  private static SqlNode sorted(SqlNode item, SqlNodeList items) {
    return DIRECTIONS.contains(item.getKind()) && item instanceof SqlCall call
        ? call.getOperator().createCall(call.getParserPosition(), sorted(call.operand(0), items))
        : expression(item, items);
  }

  private static SqlNode unsorted(SqlNode item) {
    return DIRECTIONS.contains(item.getKind()) ? unsorted(((SqlCall) item).operand(0)) : item;
  }

  /** A number is an item of the select list, a name without a dot can be the name of one. */
  private static SqlNode expression(SqlNode key, SqlNodeList items) {
    if (key instanceof SqlNumericLiteral number && number.isInteger()) {
      BigDecimal position = number.getValueAs(BigDecimal.class);
      boolean known =
          position.signum() > 0 && position.compareTo(BigDecimal.valueOf(items.size())) <= 0;
      return known ? unnamed(items.get(position.intValue() - 1)) : key;
    }
    if (key instanceof SqlIdentifier name && name.isSimple()) {
      for (SqlNode item : items) {
        if (item.getKind() == SqlKind.AS
            && ((SqlCall) item).operand(1) instanceof SqlIdentifier alias
            && alias.getSimple().equalsIgnoreCase(name.getSimple())) {
          return unnamed(item);
        }
      }
    }
    return key;
  }

  private static SqlNode unnamed(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }
}
