package dev.vitrine.query;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.parse.DistinctOn;
import dev.vitrine.query.parse.QueryParser;
import dev.vitrine.query.parse.QuerySize;
import dev.vitrine.query.parse.SetOperations;
import dev.vitrine.query.parse.SyntaxTreeDepth;
import dev.vitrine.query.plan.Binding;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.pushdown.Pushdown;
import dev.vitrine.query.pushdown.PushedQuery;
import dev.vitrine.query.pushdown.function.FunctionBinding;
import dev.vitrine.query.pushdown.function.Operators;
import dev.vitrine.query.pushdown.function.SessionFunction;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import dev.vitrine.query.pushdown.verify.SyntaxPositions;
import dev.vitrine.query.validate.Labels;
import dev.vitrine.query.validate.QueryValidator;
import dev.vitrine.query.validate.RecursiveTypes;
import dev.vitrine.query.validate.RelationNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;

/** From the text of a query to its plan: parse, validate, translate to algebra, push down. */
final class QueryCompiler {
  private static final Map<Integer, Binding.Kind> SESSION_VALUES =
      Map.of(
          SessionFunction.USER.marker(), Binding.Kind.CURRENT_USER,
          SessionFunction.CATALOG.marker(), Binding.Kind.CURRENT_CATALOG,
          SessionFunction.SCHEMA.marker(), Binding.Kind.CURRENT_SCHEMA,
          SessionFunction.METASTORE.marker(), Binding.Kind.CURRENT_METASTORE);

  private final QueryParser parser = new QueryParser();
  private final RelationNames names;
  private final Validation validation;
  private final Algebra algebra = new Algebra();
  private final Pushdown pushdown;
  private final QueryErrors errors;
  private final QuerySize size;
  private final Dialect dialect;

  QueryCompiler(List<Relation> relations, Dialect dialect) {
    this.names = new RelationNames(relations);
    this.validation = new Validation(names, Operators.of(dialect).table());
    this.pushdown = new Pushdown(dialect);
    this.errors = new QueryErrors(names);
    this.size = new QuerySize(relations);
    this.dialect = dialect;
  }

  Optional<String> similar(String name) {
    return names.closest(name);
  }

  /** Calcite says "not implemented" with AssertionError, and recurses over deep queries. */
  PlannedQuery compile(PlanCache.Key key) {
    try {
      SqlNode parsed = SyntaxTreeDepth.bounded(parser.parse(key.sql()));
      DistinctOn.rewrite(parsed);
      size.check(parsed);
      if (dialect == Dialect.H2) {
        SetOperations.requireFew(parsed);
      }
      return compile(parsed, key);
    } catch (Exception | AssertionError | StackOverflowError failure) {
      throw errors.translate(failure, key.sql());
    }
  }

  void requireSyntax(String sql) {
    try {
      parser.parse(sql);
    } catch (Exception | AssertionError | StackOverflowError failure) {
      throw errors.translate(failure, sql);
    }
  }

  private PlannedQuery compile(SqlNode parsed, PlanCache.Key key) {
    if (!parsed.isA(SqlKind.QUERY)) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "The registry's relations are read-only.")
          .withPosition(SourceText.position(parsed.getParserPosition()));
    }
    int parameterCount = QueryParser.countParameters(parsed);
    if (parameterCount > QueryLimits.PARAMETERS) {
      throw QueryLimits.tooManyParameters();
    }
    SyntaxPositions positions = SyntaxPositions.in(parsed);
    // Copied before validation, which puts other nodes into the tree.
    List<SqlNode> items = Labels.items(parsed);
    List<String> names = Labels.names(items);
    QueryValidator validator = validation.validator(key);
    FunctionBinding.Bound bound = FunctionBinding.bind(parsed);
    SqlNode validated = validated(bound.query(), validator, key);
    SyntaxTreeDepth.requireBounded(validated);
    List<Column> columns = columns(validator, validated, items, names);
    List<DataType> parameters = parameters(validator.parameters(), parameterCount, positions);
    RelRoot plan = algebra.translate(validated, validator, validation.catalog(validator));
    PushedQuery pushed = pushdown.push(plan, positions);
    if (pushed.markers().size() > QueryLimits.PARAMETERS) {
      throw QueryLimits.tooManyParameters();
    }
    List<Binding> bindings =
        pushed.markers().stream().map(marker -> binding(marker, parameters, bound)).toList();
    return new PlannedQuery(
        pushed.sql(),
        bindings,
        parameters,
        columns,
        pushed.relations(),
        pushed.models(),
        pushed.nonEmptyRelations(),
        pushed.leakproof(),
        pushed.many(),
        pushed.repeated(),
        RelOptUtil.toString(plan.rel) + "\n" + pushed.sql());
  }

  /** Recursions are validated before, for the types of their columns and of their steps. */
  private SqlNode validated(SqlNode query, QueryValidator validator, PlanCache.Key key) {
    if (!RecursiveTypes.areIn(query)) {
      return validator.validate(query);
    }
    QueryValidator types = validation.validator(key);
    List<List<RelDataType>> widened =
        RecursiveTypes.widen(query, types.validate(RecursiveTypes.copy(query)), types);
    QueryValidator steps = validation.validator(key);
    RecursiveTypes.castSteps(query, widened, steps.validate(RecursiveTypes.copy(query)), steps);
    return validator.validate(query);
  }

  private static List<Column> columns(
      SqlValidator validator, SqlNode validated, List<SqlNode> items, List<String> names) {
    List<Column> columns = new ArrayList<>();
    RelDataType row = validator.getValidatedNodeType(validated);
    row.getFieldList()
        .forEach(
            field ->
                columns.add(
                    ResultColumns.of(
                        Labels.label(field.getName(), field.getIndex(), names),
                        field.getType(),
                        place(field.getIndex(), items, validated))));
    return columns;
  }

  private static SqlParserPos place(int column, List<SqlNode> items, SqlNode query) {
    return (column < items.size() ? items.get(column) : query).getParserPosition();
  }

  private static List<DataType> parameters(
      Map<Integer, RelDataType> types, int count, SyntaxPositions positions) {
    List<DataType> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RelDataType type = types.get(i);
      SqlParserPos place = positions.ofParameter(i);
      parameters.add(
          type == null
              ? DataType.VARCHAR
              : DeliveredTypes.of(type)
                  .orElseThrow(
                      () ->
                          new VitrineException(
                                  ErrorCode.UNSUPPORTED_FEATURE,
                                  "A parameter of type "
                                      + type.getSqlTypeName()
                                      + " is not supported.")
                              .withPosition(SourceText.position(place))));
    }
    return parameters;
  }

  private static Binding binding(
      int marker, List<DataType> parameters, FunctionBinding.Bound bound) {
    if (marker >= 0) {
      return new Binding.UserParameter(marker, parameters.get(marker));
    }
    Optional<Binding.Question> question = bound.question(marker);
    return question.isPresent()
        ? question.get()
        : new Binding.SessionValue(requireNonNull(SESSION_VALUES.get(marker)));
  }
}
