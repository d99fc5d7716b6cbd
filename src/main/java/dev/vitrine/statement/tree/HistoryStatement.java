package dev.vitrine.statement.tree;

import java.util.Optional;

/** A statement on the recorded past of the registry. */
public sealed interface HistoryStatement extends Statement {
  /**
   * ALTER METASTORE SET RETENTION HISTORY.
   *
   * @param days after which closed rows are removed; empty for FOREVER
   */
  record SetHistoryRetention(Optional<Long> days) implements HistoryStatement {}

  /**
   * ALTER METASTORE SET RETENTION DROPPED.
   *
   * @param days for which dropped models and versions can be restored; 0 if they are removed at
   *     once
   */
  record SetDroppedRetention(long days) implements HistoryStatement {}

  /**
   * ALTER METASTORE PURGE HISTORY OF: erases closed rows of an object and of all objects inside.
   */
  record PurgeHistory(SecurableRef object, HistoryPart part) implements HistoryStatement {}

  /** The part of the history that is erased. */
  sealed interface HistoryPart {}

  /** All closed rows. */
  record WholeHistory() implements HistoryPart {}

  /** The comments of closed rows. */
  record CommentHistory() implements HistoryPart {}

  /** The closed values of the tag of this key. */
  record TagHistory(Identifier key) implements HistoryPart {}
}
