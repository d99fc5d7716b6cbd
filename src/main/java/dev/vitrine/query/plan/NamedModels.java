package dev.vitrine.query.plan;

import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Set;

/**
 * The models to which the text of a query limits it.
 *
 * @param relations of whose rows the query needs those of the named models only, wherever it reads
 *     them
 * @param names full names, compared as they are; a parameter may be NULL, and names no model then
 */
public record NamedModels(Set<Relation> relations, List<Binding.Argument> names) {
  /** For a query that may concern any model. */
  public static final NamedModels NONE = new NamedModels(Set.of(), List.of());

  public NamedModels {
    relations = Set.copyOf(relations);
    names = List.copyOf(names);
  }
}
