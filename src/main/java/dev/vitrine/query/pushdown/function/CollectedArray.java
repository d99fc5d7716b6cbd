package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.plan.QueryRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * ARRAY_AGG as the text of an array in PostgreSQL's form, {@code {a,"b c",NULL}}, which both stores
 * compute with STRING_AGG. Results have no arrays.
 */
final class CollectedArray {
  private CollectedArray() {}

  /** The text of an array, if the call is ARRAY_AGG, or FILTER of it. */
  static Optional<SqlNode> replace(SqlBasicCall call) {
    SqlParserPos place = call.getParserPosition();
    if (call.getKind() == SqlKind.FILTER && isArray(call.operand(0))) {
      SqlNode filtered =
          call.getOperator().createCall(place, joined(call.operand(0)), call.operand(1));
      return Optional.of(inBraces(filtered, place));
    }
    if (call.getKind() == SqlKind.OVER && isArray(call.operand(0))) {
      throw QueryRefusal.of("ARRAY_AGG as a window function", place);
    }
    if (call.getKind() == SqlKind.WITHIN_GROUP && isArray(call.operand(0))) {
      throw QueryRefusal.of("WITHIN GROUP of ARRAY_AGG", place)
          .withHint("Write ARRAY_AGG(x ORDER BY y).");
    }
    return isArray(call) ? Optional.of(inBraces(joined(call), place)) : Optional.empty();
  }

  private static boolean isArray(SqlNode node) {
    return node instanceof SqlBasicCall call
        && call.getOperator().getName().equalsIgnoreCase("ARRAY_AGG");
  }

  private static SqlNode joined(SqlCall array) {
    SqlParserPos place = array.getParserPosition();
    List<SqlNode> operands = new ArrayList<>(array.getOperandList());
    if (operands.isEmpty() || operands.get(0) instanceof SqlNodeList) {
      throw QueryRefusal.of("ARRAY_AGG without an argument", place);
    }
    if (array.getFunctionQuantifier() != null && operands.size() == 1) {
      // PostgreSQL sorts the elements to find the equal ones.
      operands.add(SqlNodeList.of(operands.get(0)));
    }
    SqlNode text =
        SqlStdOperatorTable.CAST.createCall(place, operands.get(0), CommonSyntax.VARCHAR);
    operands.set(0, StoreFunctions.ARRAY_ELEMENT.createCall(place, text));
    operands.add(1, SqlLiteral.createCharString(",", place));
    return SqlLibraryOperators.STRING_AGG.createCall(
        array.getFunctionQuantifier(), place, operands);
  }

  private static SqlNode inBraces(SqlNode elements, SqlParserPos place) {
    SqlNode open = SqlLiteral.createCharString("{", place);
    SqlNode close = SqlLiteral.createCharString("}", place);
    return SqlStdOperatorTable.CONCAT.createCall(
        place, SqlStdOperatorTable.CONCAT.createCall(place, open, elements), close);
  }
}
