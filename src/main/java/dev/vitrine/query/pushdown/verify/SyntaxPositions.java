package dev.vitrine.query.pushdown.verify;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * The positions of constructs in the text of a query. A plan has no positions, so a refusal points
 * at the first construct of its kind.
 */
public final class SyntaxPositions {
  static final String FULL_JOIN = "FULL JOIN";
  static final String GROUPING_SETS = "GROUP BY with ROLLUP, CUBE or GROUPING SETS";
  static final String RECURSION = "WITH RECURSIVE";
  public static final String ORDER_BY = "ORDER BY";
  public static final String SUB_QUERY = "A sub-query";

  private final Map<String, SqlParserPos> first = new HashMap<>();

  private SyntaxPositions() {}

  /** The positions in a parsed query. */
  public static SyntaxPositions in(SqlNode query) {
    SyntaxPositions positions = new SyntaxPositions();
    query.accept(positions.new Walk());
    return positions;
  }

  /** The position of a parameter of the query. */
  public SqlParserPos ofParameter(int index) {
    return of(parameter(index));
  }

  /** The first position of a construct, or of a call of the operator of this name. */
  public SqlParserPos of(String construct) {
    return first.getOrDefault(construct, SqlParserPos.ZERO);
  }

  private static String parameter(int index) {
    return "?" + index;
  }

  private void at(String construct, SqlParserPos place) {
    if (place.getLineNum() > 0) {
      first.putIfAbsent(construct, place);
    }
  }

  private final class Walk extends SqlBasicVisitor<Void> {
    private int selects;

    @Override
    public Void visit(SqlDynamicParam parameter) {
      at(parameter(parameter.getIndex()), parameter.getParserPosition());
      return null;
    }

    @Override
    public Void visit(SqlCall call) {
      SqlParserPos place = call.getParserPosition();
      switch (call.getKind()) {
        case JOIN -> {
          SqlJoin join = (SqlJoin) call;
          if (join.getJoinType() == JoinType.FULL) {
            at(FULL_JOIN, join.getJoinTypeNode().getParserPosition());
          }
        }
        case UNION, EXCEPT, INTERSECT -> {
          boolean all = ((SqlSetOperator) call.getOperator()).isAll();
          at(
              call.getKind() + (all ? " ALL" : ""),
              call.operand(call.operandCount() - 1).getParserPosition());
        }
        case WITH_ITEM -> {
          SqlWithItem item = (SqlWithItem) call;
          if (item.recursive.booleanValue()) {
            at(RECURSION, item.name.getParserPosition());
          }
        }
        case ROLLUP, CUBE, GROUPING_SETS -> at(GROUPING_SETS, place);
        case ORDER_BY -> at(ORDER_BY, place);
        case SELECT -> {
          SqlSelect select = (SqlSelect) call;
          if (selects++ > 0) {
            at(SUB_QUERY, select.getParserPosition());
          }
        }
        case TABLESAMPLE -> at("TABLESAMPLE", call.operand(1).getParserPosition());
        default -> at(call.getOperator().getName().toUpperCase(Locale.ROOT), place);
      }
      return super.visit(call);
    }
  }
}
