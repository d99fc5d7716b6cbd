package dev.vitrine.query.plan;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A query as the store runs it. It contains no data of a user, so plans are shared.
 *
 * @param body store SQL with {@code ?} markers; a relation is named {@code "v_<schema>_<name>"}, a
 *     common table expression that the store puts in front
 * @param bindings the meaning of each marker of {@code body}, in order; a user's parameter may
 *     occur any number of times
 * @param parameters the types of the user's parameters, in the order of the text
 * @param columns labels and types of the result
 * @param relations the relations that {@code body} names
 * @param models the models that it is limited to
 * @param nonEmptyRelations relations that have a row if the query has one
 * @param leakproof whether no operator of the query can reveal, by failing, a row that it is
 *     evaluated on; only then may the store evaluate it before the visibility of the row
 * @param many whether {@code body} names relations, or their columns, so often that the store is to
 *     compute each relation once and not for each place
 * @param repeated columns that {@code body} evaluates so often for a row that a relation which
 *     computes one of them by sub-queries is to be computed once
 * @param points the points in time of FOR SYSTEM_TIME AS OF; empty without
 * @param explanation plan and pushed SQL, for people
 */
public record PlannedQuery(
    String body,
    List<Binding> bindings,
    List<DataType> parameters,
    List<Column> columns,
    Set<Relation> relations,
    NamedModels models,
    Set<Relation> nonEmptyRelations,
    boolean leakproof,
    boolean many,
    Map<Relation, Set<String>> repeated,
    Optional<PointsInTime> points,
    String explanation) {
  public PlannedQuery {
    bindings = List.copyOf(bindings);
    parameters = List.copyOf(parameters);
    columns = List.copyOf(columns);
    relations = Set.copyOf(relations);
    nonEmptyRelations = Set.copyOf(nonEmptyRelations);
    repeated = Map.copyOf(repeated);
  }

  /**
   * The points in time of a query.
   *
   * @param query of one row with a column for each, which has the same {@code parameters}
   * @param areParameters whether each is a parameter, so that the values of the bindings of {@code
   *     query} are the points
   */
  public record PointsInTime(PlannedQuery query, boolean areParameters) {}

  /** The same query, which reads relations at points in time. */
  public PlannedQuery withPoints(PointsInTime times) {
    return new PlannedQuery(
        body,
        bindings,
        parameters,
        columns,
        relations,
        models,
        nonEmptyRelations,
        leakproof,
        many,
        repeated,
        Optional.of(times),
        "points in time: " + times.query().body() + "\n" + explanation);
  }
}
