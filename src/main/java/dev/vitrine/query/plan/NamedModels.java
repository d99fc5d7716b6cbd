package dev.vitrine.query.plan;

import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Set;

/**
 * The models to which the text of a query limits it.
 *
 * @param relations of whose rows the query needs those of the named models only, wherever it reads
 *     them; none if it is limited by texts
 * @param names full names, compared as they are; a parameter may be NULL, and names no model then.
 *     Without relations, two texts: of search_texts, the query needs the models whose aliases
 *     contain the first or whose other texts contain the second
 */
public record NamedModels(Set<Relation> relations, List<Binding.Argument> names) {
  /** For a query that may concern any model. */
  public static final NamedModels NONE = new NamedModels(Set.of(), List.of());

  public NamedModels {
    relations = Set.copyOf(relations);
    names = List.copyOf(names);
  }

  /** For a query that searches aliases for one text and the other texts for another. */
  public static NamedModels ofTexts(Binding.Argument alias, Binding.Argument other) {
    return new NamedModels(Set.of(), List.of(alias, other));
  }

  /** Whether the query may concern models of any name. */
  public boolean ofAnyName() {
    return relations.isEmpty();
  }
}
