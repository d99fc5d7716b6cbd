package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.Relation.JoinRole;
import dev.vitrine.query.plan.Planning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Decides once whether an object is visible, where several relations are joined on its full name.
 * In an inner join on equal full names, each row of the result has a row of each relation, all of
 * the same object. So one of them decides, with the strongest of the conditions of all, and the
 * others follow: their rows of hidden objects find no partner. They are joined on the ID of the
 * object, and the store does not read the object again for each of them.
 *
 * <p>Expressions of the query may then be evaluated on rows of hidden objects, so this is for plans
 * of leakproof expressions only.
 */
public final class JoinedModels {
  private static final String NAME = "full_name";

  /**
   * Relations that may follow in a query. PostgreSQL plans them together with the relation that
   * decides: the memory for its plan grows with their number, to 1.7 GB for 62 (measured).
   */
  private static final int MOST = 8;

  /** Columns that all relations of models have, with the same value for the same model. */
  private static final Set<String> NAMES =
      Set.of("catalog_name", "schema_name", "model_name", NAME);

  private final RelNode root;
  private final RexBuilder rex;
  private final List<RelNode> leaves = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  /** For each leaf the first leaf that is known to have the same full name. */
  private final List<Integer> groups = new ArrayList<>();

  /** The relations that take the places of leaves, by the numbers of these. */
  private final TreeMap<Integer, Relation> replaced = new TreeMap<>();

  /** The leaf that decides, by the numbers of those that follow it and its own. */
  private final Map<Integer, Integer> deciding = new HashMap<>();

  private JoinedModels(RelNode root) {
    this.root = root;
    this.rex = root.getCluster().getRexBuilder();
    collect(root, 0);
    // The number of a column determines the leaf only if each leaf has columns.
    if (leaves.stream().allMatch(leaf -> width(leaf) > 0)) {
      equate(root, 0);
      IntStream.range(0, leaves.size()).forEach(this::assign);
    }
  }

  /**
   * A plan with the same rows and columns; the same plan if more than {@value #MOST} relations
   * would follow.
   */
  public static RelNode of(RelNode plan) {
    RelNode joined = replaced(plan);
    return scans(joined).stream().filter(Relation::follows).count() > MOST ? plan : joined;
  }

  private static RelNode replaced(RelNode plan) {
    Planning.step();
    // A sub-query names the columns of a row by their numbers.
    if (!plan.getVariablesSet().isEmpty()) {
      return plan;
    }
    if (plan instanceof Project project && isJoined(project.getInput())) {
      JoinedModels joined = new JoinedModels(project.getInput());
      if (!joined.replaced.isEmpty()) {
        return joined.project(project.getProjects(), project.getRowType().getFieldNames());
      }
    } else if (isJoined(plan)) {
      JoinedModels joined = new JoinedModels(plan);
      if (!joined.replaced.isEmpty()) {
        return joined.project(
            plan.getCluster().getRexBuilder().identityProjects(plan.getRowType()),
            plan.getRowType().getFieldNames());
      }
    }
    List<RelNode> inputs = plan.getInputs().stream().map(JoinedModels::replaced).toList();
    RelNode copied = inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    return copied.accept(new SubQueries());
  }

  /** The relations that a plan scans. */
  public static Set<Relation> relations(RelNode plan) {
    return new LinkedHashSet<>(scans(plan));
  }

  private static List<Relation> scans(RelNode plan) {
    List<Relation> scans = new ArrayList<>();
    scan(plan, scans);
    return scans;
  }

  private static void scan(RelNode node, List<Relation> scans) {
    relation(node).ifPresent(scans::add);
    node.getInputs().forEach(input -> scan(input, scans));
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            scan(subQuery.rel, scans);
            return super.visitSubQuery(subQuery);
          }
        });
  }

  private static Optional<Relation> relation(RelNode node) {
    return node instanceof TableScan scan && !Recursion.isStep(scan)
        ? Optional.of(scan.getTable().unwrapOrThrow(LogicalRelation.class).relation())
        : Optional.empty();
  }

  /** Whether the rows of a node are those of its inputs that fulfil a condition. */
  private static boolean isJoined(RelNode node) {
    return node.getVariablesSet().isEmpty()
        && ((node instanceof Filter filter && !filter.containsOver())
            || (node instanceof Join join && join.getJoinType() == JoinRelType.INNER));
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }

  private void collect(RelNode node, int start) {
    if (!isJoined(node)) {
      groups.add(leaves.size());
      leaves.add(node);
      starts.add(start);
      return;
    }
    int next = start;
    for (RelNode input : node.getInputs()) {
      collect(input, next);
      next += width(input);
    }
  }

  private void equate(RelNode node, int start) {
    if (!isJoined(node)) {
      return;
    }
    for (RexNode condition : RelOptUtil.conjunctions(condition(node))) {
      if (condition.getKind() == SqlKind.EQUALS) {
        List<RexNode> sides = ((RexCall) condition).getOperands();
        Optional<Integer> one = named(sides.get(0), start);
        Optional<Integer> other = named(sides.get(1), start);
        if (one.isPresent() && other.isPresent()) {
          int from = groups.get(Math.max(one.get(), other.get()));
          int to = groups.get(Math.min(one.get(), other.get()));
          groups.replaceAll(group -> group == from ? to : group);
        }
      }
    }
    int next = start;
    for (RelNode input : node.getInputs()) {
      equate(input, next);
      next += width(input);
    }
  }

  private static RexNode condition(RelNode node) {
    return node instanceof Filter filter ? filter.getCondition() : ((Join) node).getCondition();
  }

  /** The leaf whose full name an expression of the node that begins at {@code start} is. */
  private Optional<Integer> named(RexNode expression, int start) {
    if (!(expression instanceof RexInputRef column)) {
      return Optional.empty();
    }
    int leaf = leaf(start + column.getIndex());
    String name =
        leaves
            .get(leaf)
            .getRowType()
            .getFieldNames()
            .get(start + column.getIndex() - starts.get(leaf));
    return name.equals(NAME) && role(leaf).isPresent() ? Optional.of(leaf) : Optional.empty();
  }

  private int leaf(int column) {
    int leaf = leaves.size() - 1;
    while (starts.get(leaf) > column) {
      leaf--;
    }
    return leaf;
  }

  private Optional<JoinRole> role(int leaf) {
    return relation(leaves.get(leaf)).flatMap(Relation::joinRole);
  }

  private void assign(int group) {
    List<Integer> members =
        IntStream.range(0, leaves.size()).filter(i -> groups.get(i) == group).boxed().toList();
    if (members.size() < 2) {
      return;
    }
    JoinRole needed =
        members.stream().anyMatch(i -> role(i).equals(Optional.of(JoinRole.READABLE)))
            ? JoinRole.READABLE
            : JoinRole.VISIBLE;
    int decides =
        members.stream()
            .filter(i -> relation(i).canBe(needed))
            .min(Comparator.comparing(i -> !relation(i).name().equals("models")))
            .orElseThrow();
    boolean ofModels =
        members.stream().anyMatch(i -> !relation(i).canBe(JoinRole.FOLLOWING_MODELS));
    for (int i : members) {
      boolean others = relation(i).canBe(JoinRole.FOLLOWING_MODELS);
      JoinRole follows = ofModels && others ? JoinRole.FOLLOWING_MODELS : JoinRole.FOLLOWING;
      replaced.put(i, relation(i).joined(i == decides ? needed : follows));
      deciding.put(i, decides);
    }
  }

  private Relation relation(int leaf) {
    return relation(leaves.get(leaf)).orElseThrow();
  }

  private RelNode project(List<? extends RexNode> expressions, List<String> names) {
    RelNode input = rebuilt(root, 0);
    Moved moved = new Moved(0, input);
    return LogicalProject.create(
        input,
        List.of(),
        expressions.stream().map(expression -> expression.accept(moved)).toList(),
        names,
        Set.of());
  }

  private RelNode rebuilt(RelNode node, int start) {
    if (!isJoined(node)) {
      int leaf = leaf(start);
      return replaced.containsKey(leaf) ? scan(node, replaced.get(leaf)) : replaced(node);
    }
    if (node instanceof Filter filter) {
      RelNode input = rebuilt(filter.getInput(), start);
      return LogicalFilter.create(input, filter.getCondition().accept(new Moved(start, input)));
    }
    Join join = (Join) node;
    RelNode left = rebuilt(join.getLeft(), start);
    RelNode right = rebuilt(join.getRight(), start + width(join.getLeft()));
    Moved moved = new Moved(start, left, right);
    return LogicalJoin.create(
        left, right, List.of(), join.getCondition().accept(moved), Set.of(), JoinRelType.INNER);
  }

  private static RelNode scan(RelNode node, Relation relation) {
    RelationTable table = new RelationTable(relation);
    return LogicalTableScan.create(
        node.getCluster(),
        RelOptTableImpl.create(
            node.getTable().getRelOptSchema(),
            table.getRowType(node.getCluster().getTypeFactory()),
            List.of(relation.schema(), relation.name()),
            table,
            // Only generated code reads tables through expressions.
            unused -> Expressions.constant(null)),
        List.of());
  }

  /** The number of a column of the joined relations, after they have got further columns. */
  private int moved(int column) {
    return column + replaced.headMap(leaf(column)).size();
  }

  private static class SubQueries extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery operands = (RexSubQuery) super.visitSubQuery(subQuery);
      return operands.clone(replaced(operands.rel));
    }
  }

  /** Expressions on the rows of a node, as those on the rows of the inputs that replace its own. */
  private final class Moved extends SubQueries {
    private final int start;
    private final List<RelDataType> types;

    Moved(int start, RelNode... inputs) {
      this.start = start;
      this.types =
          Arrays.stream(inputs)
              .flatMap(input -> input.getRowType().getFieldList().stream())
              .map(RelDataTypeField::getType)
              .toList();
    }

    @Override
    public RexNode visitInputRef(RexInputRef column) {
      int index = moved(decided(start + column.getIndex())) - moved(start);
      boolean known =
          index >= 0 && index < types.size() && types.get(index).equals(column.getType());
      int own = moved(start + column.getIndex()) - moved(start);
      return rex.makeInputRef(column.getType(), known ? index : own);
    }

    /** The column of the deciding leaf with the same name of the object, or a part of it. */
    private int decided(int column) {
      int leaf = leaf(column);
      String name = leaves.get(leaf).getRowType().getFieldNames().get(column - starts.get(leaf));
      if (!deciding.containsKey(leaf) || !NAMES.contains(name)) {
        return column;
      }
      int other = deciding.get(leaf);
      return starts.get(other) + leaves.get(other).getRowType().getFieldNames().indexOf(name);
    }

    /** Full names are equal if the IDs are. */
    @Override
    public RexNode visitCall(RexCall call) {
      if (call.getKind() == SqlKind.EQUALS) {
        Optional<RexNode> one = id(call.getOperands().get(0));
        Optional<RexNode> other = id(call.getOperands().get(1));
        if (one.isPresent() && other.isPresent()) {
          return rex.makeCall(SqlStdOperatorTable.EQUALS, one.get(), other.get());
        }
      }
      return super.visitCall(call);
    }

    private Optional<RexNode> id(RexNode expression) {
      return named(expression, start)
          .filter(replaced::containsKey)
          .map(leaf -> moved(starts.get(leaf)) + width(leaves.get(leaf)) - moved(start))
          .map(index -> rex.makeInputRef(types.get(index), index));
    }
  }
}
