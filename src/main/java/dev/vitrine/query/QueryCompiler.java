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
import dev.vitrine.query.plan.PlannedQuery.PointsInTime;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.pushdown.Pushdown;
import dev.vitrine.query.pushdown.PushedQuery;
import dev.vitrine.query.pushdown.function.FunctionBinding;
import dev.vitrine.query.pushdown.function.Operators;
import dev.vitrine.query.pushdown.function.SessionFunction;
import dev.vitrine.query.pushdown.search.PatternMatch;
import dev.vitrine.query.pushdown.search.PatternParameter;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import dev.vitrine.query.pushdown.verify.SyntaxPositions;
import dev.vitrine.query.validate.Labels;
import dev.vitrine.query.validate.PastRelations;
import dev.vitrine.query.validate.QueryValidator;
import dev.vitrine.query.validate.RecursiveTypes;
import dev.vitrine.query.validate.RelationNames;
import dev.vitrine.query.validate.UngroupedColumn;
import dev.vitrine.query.validate.ValidationMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

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

  /** Calcite throws AssertionError for unsupported queries, and recurses over deep ones. */
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
    Labels.name(parsed);
    PastRelations past = PastRelations.replacedIn(parsed, validation.names(key));
    Optional<Validated> points = past.query().map(query -> validated(query, key, past));
    points.ifPresent(found -> past.requireInstants(found.type()));
    Validated query = validated(parsed, key, past);
    Map<Integer, RelDataType> types = new HashMap<>(query.validator().parameters());
    points.ifPresent(found -> types.putAll(found.validator().parameters()));
    List<DataType> parameters = parameters(types, parameterCount, positions);
    List<Column> columns = columns(query, items);
    PlannedQuery planned = pushed(query, columns, parameters, positions);
    return points
        .map(
            found ->
                planned.withPoints(
                    new PointsInTime(points(found, parameters, positions), past.areParameters())))
        .orElse(planned);
  }

  /** The query for the points in time, which has the parameters of the whole query. */
  private PlannedQuery points(
      Validated query, List<DataType> parameters, SyntaxPositions positions) {
    List<Column> columns = columns(query, List.of());
    PlannedQuery planned = pushed(query, columns, parameters, positions);
    if (!planned.relations().isEmpty()) {
      throw QueryRefusal.of("A function that reads relations in a point in time");
    }
    return planned;
  }

  private PlannedQuery pushed(
      Validated query, List<Column> columns, List<DataType> parameters, SyntaxPositions positions) {
    RelRoot plan = translated(query);
    PushedQuery pushed = pushdown.push(plan, positions);
    if (pushed.markers().size() > QueryLimits.PARAMETERS) {
      throw QueryLimits.tooManyParameters();
    }
    List<Binding> bindings =
        pushed.markers().stream()
            .map(marker -> binding(marker, parameters, query.bound(), pushed.searched()))
            .toList();
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
        Optional.empty(),
        RelOptUtil.toString(plan.rel) + "\n" + pushed.sql());
  }

  private RelRoot translated(Validated query) {
    try {
      return algebra.translate(
          query.node(), query.validator(), validation.catalog(query.validator()));
    } catch (RuntimeException | AssertionError failure) {
      Optional<String> name = UngroupedColumn.name(failure);
      if (name.isPresent()) {
        throw ungrouped(name.get(), query.node(), failure);
      }
      throw failure;
    }
  }

  private static VitrineException ungrouped(String name, SqlNode query, Throwable cause) {
    VitrineException error = ValidationMessage.ungrouped(name).withCause(cause);
    return UngroupedColumn.place(query, name)
        .map(place -> error.withPosition(SourceText.position(place)))
        .orElse(error);
  }

  /** A query whose names and types are known. */
  private record Validated(SqlNode node, QueryValidator validator, FunctionBinding.Bound bound) {
    RelDataType type() {
      return validator.getValidatedNodeType(node);
    }
  }

  private Validated validated(SqlNode query, PlanCache.Key key, PastRelations past) {
    QueryValidator validator = validation.validator(key, past);
    FunctionBinding.Bound bound = FunctionBinding.bind(query);
    SqlNode validated = validated(bound.query(), validator, key, past);
    SyntaxTreeDepth.requireBounded(validated);
    return new Validated(validated, validator, bound);
  }

  /** Recursions are validated before, for the types of their columns and of their steps. */
  private SqlNode validated(
      SqlNode query, QueryValidator validator, PlanCache.Key key, PastRelations past) {
    if (!RecursiveTypes.areIn(query)) {
      return validator.validate(query);
    }
    QueryValidator types = validation.validator(key, past);
    List<List<RelDataType>> widened =
        RecursiveTypes.widen(query, types.validate(RecursiveTypes.copy(query)), types);
    QueryValidator steps = validation.validator(key, past);
    RecursiveTypes.castSteps(query, widened, steps.validate(RecursiveTypes.copy(query)), steps);
    return validator.validate(query);
  }

  private static List<Column> columns(Validated query, List<SqlNode> items) {
    List<Column> columns = new ArrayList<>();
    query
        .type()
        .getFieldList()
        .forEach(
            field ->
                columns.add(
                    ResultColumns.of(
                        Labels.label(field.getName(), field.getIndex()),
                        field.getType(),
                        place(field.getIndex(), items, query.node()))));
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

  private Binding binding(
      int marker,
      List<DataType> parameters,
      FunctionBinding.Bound bound,
      Map<Integer, Integer> searched) {
    if (marker >= 0) {
      return new Binding.UserParameter(marker, parameters.get(marker));
    }
    int number = PatternParameter.number(marker);
    if (number >= 0) {
      PatternMatch.Given given = bound.patterns().get(number);
      int longest = requireNonNull(searched.get(number));
      return new Binding.Pattern(given.index(), given.ignoresCase(), dialect, longest);
    }
    Optional<Binding.Question> question = bound.question(marker);
    return question.isPresent()
        ? question.get()
        : new Binding.SessionValue(requireNonNull(SESSION_VALUES.get(marker)));
  }
}
