package dev.vitrine.query.parse;

import dev.vitrine.query.plan.QueryLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the depth of a syntax tree. The parser nests the operators of {@code a OR b OR c …} as
 * deep as there are many, and all that works on the tree is recursive, in the store too. Long
 * chains of associative operators are balanced, so that a thousand of them are ten deep; trees that
 * are too deep for other reasons are refused. Itself it uses no recursion.
 */
public final class SyntaxTreeDepth {
  private static final Set<SqlOperator> ASSOCIATIVE =
      Set.of(
          SqlStdOperatorTable.AND,
          SqlStdOperatorTable.OR,
          SqlStdOperatorTable.CONCAT,
          SqlStdOperatorTable.UNION,
          SqlStdOperatorTable.UNION_ALL,
          SqlStdOperatorTable.INTERSECT);

  /** Shorter chains stay as they are written. */
  private static final int LONG = 100;

  /** The nodes from the root down, each after its parent. */
  private final List<Place> positions = new ArrayList<>();

  private SyntaxTreeDepth() {}

  /** A node, its place, and its replacement. */
  private static final class Place {
    final SqlNode node;
    final int depth;
    final List<Place> children = new ArrayList<>();

    /** The operator of the long chain that it is the root of; else null. */
    @Nullable SqlOperator chain;

    SqlNode result;

    Place(SqlNode node, int depth) {
      this.node = node;
      this.depth = depth;
      this.result = node;
    }
  }

  /**
   * An equivalent tree of bounded depth; the given tree may be changed.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX when the tree is too large or
   *     too deep
   */
  public static SqlNode bounded(SqlNode query) {
    SyntaxTreeDepth chains = in(query);
    for (int i = chains.positions.size() - 1; i >= 0; i--) {
      rebuild(chains.positions.get(i));
    }
    return chains.positions.get(0).result;
  }

  /**
   * Refuses a tree that has grown too large. The validator can refer to a node from several
   * positions, and each place counts, because later phases visit all of them.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX
   */
  public static void requireBounded(SqlNode query) {
    in(query);
  }

  private static SyntaxTreeDepth in(SqlNode query) {
    SyntaxTreeDepth chains = new SyntaxTreeDepth();
    chains.positions.add(new Place(query, 0));
    for (int i = 0; i < chains.positions.size(); i++) {
      chains.expand(chains.positions.get(i));
    }
    return chains;
  }

  private void expand(Place place) {
    if (place.depth > QueryLimits.OPERATOR_NESTING) {
      throw QueryLimits.tooManyOperators();
    }
    if (positions.size() > 4 * QueryLimits.EXPRESSIONS) {
      throw QueryLimits.tooManyExpressions();
    }
    SqlNode node = place.node;
    if (node instanceof SqlNodeList list) {
      list.forEach(child -> add(place, child));
    } else if (node instanceof SqlCall call) {
      List<SqlNode> chain = isAssociative(call.getOperator()) ? chain(call) : List.of();
      if (chain.size() > LONG) {
        place.chain = call.getOperator();
        chain.forEach(child -> add(place, child));
      } else {
        call.getOperandList().forEach(child -> add(place, child));
      }
    }
  }

  private void add(Place parent, SqlNode child) {
    // A list has the level of its parent; so has a name, which columns without one get, too.
    boolean counts = !(parent.node instanceof SqlNodeList) && parent.node.getKind() != SqlKind.AS;
    int depth = parent.depth + (counts ? 1 : 0);
    Place place = new Place(child, depth);
    parent.children.add(place);
    if (child != null) {
      positions.add(place);
    }
  }

  private static boolean isAssociative(SqlOperator operator) {
    return ASSOCIATIVE.contains(operator);
  }

  /** The operands of calls of one operator that are each the first operand of the next. */
  private static List<SqlNode> chain(SqlCall root) {
    List<SqlNode> operands = new ArrayList<>();
    SqlNode node = root;
    while (node instanceof SqlCall call
        && call.getOperator().equals(root.getOperator())
        && call.operandCount() == 2) {
      operands.add(call.operand(1));
      node = call.operand(0);
    }
    operands.add(node);
    Collections.reverse(operands);
    return operands;
  }

  private static void rebuild(Place place) {
    List<SqlNode> children = place.children.stream().map(child -> child.result).toList();
    if (place.chain != null) {
      place.result = balanced(place.chain, children);
      return;
    }
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i) != place.children.get(i).node) {
        replace(place, i, children.get(i));
      }
    }
  }

  private static void replace(Place place, int index, SqlNode child) {
    if (place.result instanceof SqlNodeList list) {
      list.set(index, child);
    } else if (place.result instanceof SqlOrderBy order) {
      // The only part of it that can be a chain; it cannot be set.
      place.result =
          new SqlOrderBy(
              order.getParserPosition(), child, order.orderList, order.offset, order.fetch);
    } else {
      ((SqlCall) place.result).setOperand(index, child);
    }
  }

  private static SqlNode balanced(SqlOperator operator, List<SqlNode> operands) {
    if (operands.size() == 1) {
      return operands.get(0);
    }
    int half = operands.size() / 2;
    SqlNode left = balanced(operator, operands.subList(0, half));
    SqlNode right = balanced(operator, operands.subList(half, operands.size()));
    return operator.createCall(
        left.getParserPosition().plus(right.getParserPosition()), left, right);
  }
}
