package dev.vitrine.query.pushdown;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.NamedModels;
import dev.vitrine.query.pushdown.function.SessionFunction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan as one statement of the store.
 *
 * @param markers the meaning of each {@code ?} of {@code sql}: the number of a user's parameter,
 *     or, below zero, the {@link SessionFunction#marker() marker} of a session function
 * @param nonEmptyRelations relations that have a row if the statement has one
 * @param many whether the statement names relations, or their columns, very often
 * @param repeated columns that the statement evaluates several times for a row
 * @param searched maximum characters of the texts that patterns given as parameters search, by the
 *     numbers of the patterns
 */
public record PushedQuery(
    String sql,
    List<Integer> markers,
    Set<Relation> relations,
    NamedModels models,
    Set<Relation> nonEmptyRelations,
    boolean leakproof,
    boolean many,
    Map<Relation, Set<String>> repeated,
    Map<Integer, Integer> searched) {
  public PushedQuery {
    markers = List.copyOf(markers);
    relations = Set.copyOf(relations);
    nonEmptyRelations = Set.copyOf(nonEmptyRelations);
    repeated = Map.copyOf(repeated);
    searched = Map.copyOf(searched);
  }
}
