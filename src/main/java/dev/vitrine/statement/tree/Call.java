package dev.vitrine.statement.tree;

/**
 * What programs ask that has no SQL, or that has, but is asked so often that no query should be
 * planned for it. Like a statement it is a record and has a rule and a task; changes and refusals
 * are written down.
 */
public sealed interface Call
    permits AddLineage,
        BeginVersion,
        FinalizeVersion,
        LocateFiles,
        OpenFiles,
        ReadModel,
        ReadVersion {
  /** Whether it changes nothing, and its success is not written down. */
  boolean reads();
}
