package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Relation;

/** A table of the plan that stands for a relation; the only tables that may be scanned. */
public interface LogicalRelation {

  /** The relation it stands for. */
  Relation relation();

  /** The name it has in the pushed statement. */
  default String pushedName() {
    return relation().cteName();
  }
}
