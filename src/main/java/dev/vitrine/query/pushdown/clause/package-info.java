/** Clauses and operators that Calcite prints wrong. */
package dev.vitrine.query.pushdown.clause;
