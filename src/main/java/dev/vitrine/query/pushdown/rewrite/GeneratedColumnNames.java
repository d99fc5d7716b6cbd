package dev.vitrine.query.pushdown.rewrite;

import com.google.common.collect.ImmutableList;
import dev.vitrine.query.pushdown.relation.Recursion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalRepeatUnion;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.impl.ListTransientTable;

/**
 * Replaces the column names of a query by short, unique ones, so that no name of the user reaches
 * the store: stores cut long names, reserve other words, and refuse two columns of one name in a
 * sub-query. The result of a recursion gets such a name, too. Names of the columns of relations
 * stay, which are ours.
 */
public final class GeneratedColumnNames extends RexShuttle {
  private int last;

  /** The tables that steps of the surrounding recursions read, by the names that users gave. */
  private Map<List<String>, RelOptTable> steps = Map.of();

  private GeneratedColumnNames() {}

  /** The same plan with other column names, in sub-queries too. */
  public static RelNode of(RelNode plan) {
    GeneratedColumnNames names = new GeneratedColumnNames();
    return names.distinct(names.apply(plan), false);
  }

  private RelNode apply(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return node instanceof RepeatUnion union
                ? recursion(union)
                : renamed(super.visit(node).accept(GeneratedColumnNames.this));
          }

          @Override
          public RelNode visit(TableScan scan) {
            RelOptTable table = steps.get(scan.getTable().getQualifiedName());
            return Recursion.isStep(scan) && table != null
                ? LogicalTableScan.create(scan.getCluster(), table, List.of())
                : scan;
          }
        });
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery operands = (RexSubQuery) super.visitSubQuery(subQuery);
    return operands.clone(distinct(apply(operands.rel), false));
  }

  /** The recursion and its steps with a name and columns of their own. */
  private RelNode recursion(RepeatUnion union) {
    RelNode seed = columns(distinct(apply(Recursion.unspooled(union.getSeedRel())), true));
    RelOptTable named = union.getTransientTable();
    RelDataTypeFactory.Builder row = union.getCluster().getTypeFactory().builder();
    named.getRowType().getFieldList().forEach(field -> row.add(next(), field.getType()));
    String name = next();
    RelDataType type = row.build();
    RelOptTable table =
        RelOptTableImpl.create(
            named.getRelOptSchema(),
            type,
            new ListTransientTable(name, type),
            ImmutableList.of(name));
    Map<List<String>, RelOptTable> outer = steps;
    steps = new HashMap<>(outer);
    steps.put(named.getQualifiedName(), table);
    RelNode step = columns(distinct(apply(Recursion.unspooled(union.getIterativeRel())), true));
    steps = outer;
    return LogicalRepeatUnion.create(seed, step, union.all, union.iterationLimit, table);
  }

  /** The rows with new names for all columns. */
  private RelNode columns(RelNode node) {
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
      columns.add(node.getCluster().getRexBuilder().makeInputRef(node, i));
      names.add(next());
    }
    return LogicalProject.create(node, List.of(), columns, names, Set.of());
  }

  private RelNode renamed(RelNode node) {
    if (node instanceof Project project) {
      return project(project);
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate.copy(
          aggregate.getTraitSet(),
          distinct(aggregate.getInput(), true),
          aggregate.getGroupSet(),
          aggregate.getGroupSets(),
          aggregate.getAggCallList().stream().map(call -> call.withName(next())).toList());
    }
    if (node instanceof Values values) {
      return values(values);
    }
    if (node instanceof Join || node instanceof Correlate || node instanceof SetOp) {
      return node.copy(
          node.getTraitSet(),
          node.getInputs().stream().map(input -> operand(node, input)).toList());
    }
    if (node instanceof Sort sort && (sort.fetch != null || sort.offset != null)) {
      return node.copy(node.getTraitSet(), List.of(distinct(sort.getInput(), false)));
    }
    return node;
  }

  /** A join is an operand of another by itself; all else that joins gets a query with a name. */
  private RelNode operand(RelNode node, RelNode input) {
    if (node instanceof Join && input instanceof Join) {
      return input;
    }
    boolean joins = input instanceof Join || input instanceof Correlate;
    return joins && !(node instanceof SetOp) ? columns(input) : distinct(input, false);
  }

  private RelNode project(Project project) {
    RelNode input = distinct(project.getInput(), true);
    List<String> inputs = input.getRowType().getFieldNames();
    // With the names of its input it would be printed as a star.
    boolean star = RexUtil.isIdentity(project.getProjects(), input.getRowType());
    boolean keep = !star || isDistinct(printed(input));
    List<String> names = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (RexNode expression : project.getProjects()) {
      String kept =
          keep && expression instanceof RexInputRef reference
              ? inputs.get(reference.getIndex())
              : "";
      names.add(!kept.isEmpty() && used.add(kept.toLowerCase(Locale.ROOT)) ? kept : next());
    }
    return LogicalProject.create(
        input, project.getHints(), project.getProjects(), names, project.getVariablesSet());
  }

  private RelNode values(Values values) {
    RelDataTypeFactory types = values.getCluster().getTypeFactory();
    RelDataTypeFactory.Builder row = types.builder();
    values.getRowType().getFieldList().forEach(field -> row.add(next(), field.getType()));
    RelDataType renamed = row.build();
    return LogicalValues.create(values.getCluster(), renamed, values.getTuples());
  }

  private String next() {
    last++;
    return "c" + last;
  }

  /**
   * Lists the columns of a join whose sides have columns of the same name, where it would be
   * printed as a star.
   *
   * @param listed whether what reads {@code node} lists the columns that it needs
   */
  private RelNode distinct(RelNode node, boolean listed) {
    if (node instanceof Filter filter && node.getVariablesSet().isEmpty()) {
      RelNode input = distinct(filter.getInput(), listed);
      return input == filter.getInput()
          ? node
          : filter.copy(filter.getTraitSet(), input, filter.getCondition());
    }
    if (node instanceof Sort sort) {
      RelNode input =
          distinct(sort.getInput(), listed && sort.fetch == null && sort.offset == null);
      return input == sort.getInput() ? node : sort.copy(sort.getTraitSet(), List.of(input));
    }
    if (listed || !(node instanceof Join || node instanceof Correlate)) {
      return node;
    }
    List<String> printed = printed(node);
    if (isDistinct(printed)) {
      return node;
    }
    return columns(node);
  }

  private static boolean isDistinct(List<String> names) {
    Set<String> different = new HashSet<>();
    for (String name : names) {
      different.add(name.toLowerCase(Locale.ROOT));
    }
    return different.size() == names.size();
  }

  /** The names that the columns have in the printed query. */
  private static List<String> printed(RelNode node) {
    if (node instanceof Join || node instanceof Correlate) {
      List<String> names = new ArrayList<>(printed(node.getInput(0)));
      names.addAll(printed(node.getInput(1)));
      return names;
    }
    return node instanceof Filter || node instanceof Sort
        ? printed(node.getInput(0))
        : node.getRowType().getFieldNames();
  }
}
