package dev.vitrine.query;

import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.pushdown.Pushdown;
import dev.vitrine.query.pushdown.function.Difference;
import dev.vitrine.query.pushdown.function.PlanTypes;
import dev.vitrine.query.pushdown.verify.OuterRows;
import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/** Syntax tree to relational algebra, with a few rewrites that make the pushed SQL short. */
final class Algebra {
  /** Calcite leaves out casts inside of casts, which change how a number is written as text. */
  private static final RelBuilderFactory BUILDER =
      RelBuilder.proto(Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false)));

  /** Calcite's rule loses the variables by which sub-queries know a row; such filters stay. */
  private static final RelOptRule MERGE_OF_FILTERS =
      FilterMergeRule.Config.DEFAULT
          .withOperandSupplier(
              outer ->
                  outer
                      .operand(Filter.class)
                      .predicate(filter -> filter.getVariablesSet().isEmpty())
                      .oneInput(
                          inner ->
                              inner
                                  .operand(Filter.class)
                                  .predicate(filter -> filter.getVariablesSet().isEmpty())
                                  .anyInputs()))
          .withRelBuilderFactory(BUILDER)
          .as(FilterMergeRule.Config.class)
          .toRule();

  /** For the same reason. */
  private static final RelOptRule MERGE_OF_PROJECTS =
      ProjectMergeRule.Config.DEFAULT
          .withOperandSupplier(
              outer ->
                  outer
                      .operand(Project.class)
                      .predicate(project -> project.getVariablesSet().isEmpty())
                      .oneInput(
                          inner ->
                              inner
                                  .operand(Project.class)
                                  .predicate(project -> project.getVariablesSet().isEmpty())
                                  .anyInputs()))
          .withRelBuilderFactory(BUILDER)
          .as(ProjectMergeRule.Config.class)
          .toRule();

  private final HepProgram program =
      HepProgram.builder()
          .addRuleCollection(List.of(MERGE_OF_FILTERS, MERGE_OF_PROJECTS, CoreRules.PROJECT_REMOVE))
          .build();

  /** Sub-queries stay expressions, and print as they were written. */
  private final SqlToRelConverter.Config config =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          // Merged while they are built, correlated projections name the wrong columns.
          .addRelBuilderConfigTransform(builder -> builder.withBloat(-1).withSimplify(false));

  RelRoot translate(SqlNode validated, SqlValidator validator, CalciteCatalogReader catalog) {
    HepPlanner planner =
        new HepPlanner(program, Contexts.of(new CancelFlag(Planning.currentStop())));
    // Constants are left to the store: reducing them here would compile and run users' expressions.
    planner.setExecutor((rexBuilder, constants, reduced) -> reduced.addAll(constants));
    RelOptCluster cluster =
        RelOptCluster.create(planner, new CountingRexBuilder(validator.getTypeFactory()));
    // The default provider generates and compiles Java at the first query.
    cluster.setMetadataQuerySupplier(InterpretedMetadata::new);
    RelRoot root =
        new CountingConverter(validator, catalog, cluster, config)
            .convertQuery(validated, false, true);
    OuterRows.check(root.rel);
    Pushdown.requireBounded(root.rel);
    planner.setRoot(root.rel);
    return root.withRel(planner.findBestExp());
  }

  /** Counts the expressions that are translated. */
  private static final class CountingConverter extends SqlToRelConverter {
    CountingConverter(
        SqlValidator validator,
        CalciteCatalogReader catalog,
        RelOptCluster cluster,
        Config config) {
      super(
          (table, query, schemaPath, viewPath) -> {
            throw new IllegalStateException("there are no views");
          },
          validator,
          catalog,
          cluster,
          call ->
              call.getOperator() instanceof Difference
                  ? Difference::convert
                  : StandardConvertletTable.INSTANCE.get(call),
          config);
    }

    @Override
    protected RexNode convertExtendedExpression(SqlNode node, Blackboard blackboard) {
      Planning.step();
      return super.convertExtendedExpression(node, blackboard);
    }
  }

  /** Counts the calls that are made, by rules too. */
  private static final class CountingRexBuilder extends RexBuilder {
    CountingRexBuilder(RelDataTypeFactory types) {
      super(types);
    }

    /** Agrees with the validator's types. */
    @Override
    public RelDataType deriveReturnType(SqlOperator operator, List<? extends RexNode> operands) {
      RelDataType inferred = super.deriveReturnType(operator, operands);
      return getTypeFactory() instanceof PlanTypes types
          ? types.of(operator, operands.stream().map(RexNode::getType).toList(), inferred)
          : inferred;
    }

    @Override
    public RexNode makeCast(
        SqlParserPos place,
        RelDataType type,
        RexNode value,
        boolean matchNullability,
        boolean safe,
        RexLiteral format) {
      return PlanTypes.cuts(type, value)
          ? PlanTypes.cut(this, type, value)
          : super.makeCast(place, type, value, matchNullability, safe, format);
    }

    @Override
    public RexNode makeCall(
        SqlParserPos place, RelDataType type, SqlOperator operator, List<RexNode> operands) {
      Planning.step();
      return super.makeCall(place, type, operator, operands);
    }

    @Override
    public RexNode makeCall(
        SqlParserPos place, SqlOperator operator, List<? extends RexNode> operands) {
      Planning.step();
      return super.makeCall(place, operator, operands);
    }
  }

  private static final class InterpretedMetadata extends RelMetadataQuery {
    InterpretedMetadata() {
      super(new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE));
    }

    /**
     * Calcite takes a full join of one row with one row for one row, and would leave out the
     * DISTINCT of its two rows. Each row has a partner of the other side, or none.
     */
    @Override
    public @Nullable Double getMaxRowCount(RelNode rel) {
      if (rel instanceof Join join && join.getJoinType() == JoinRelType.FULL) {
        Double left = getMaxRowCount(join.getLeft());
        Double right = getMaxRowCount(join.getRight());
        return left == null || right == null
            ? null
            : Double.valueOf(Math.max(left + right, Math.max(1, left) * Math.max(1, right)));
      }
      return super.getMaxRowCount(rel);
    }

    /** None: Calcite fails to derive them from conditions with sub-queries. */
    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
      return RelOptPredicateList.EMPTY;
    }
  }
}
