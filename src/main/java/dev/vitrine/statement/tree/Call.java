package dev.vitrine.statement.tree;

/**
 * What programs ask that has no SQL. Like a statement it is a record, has a rule and a task, and is
 * written down.
 */
public sealed interface Call permits AddLineage, BeginVersion, FinalizeVersion, OpenFiles {}
