package dev.vitrine.registry.task;

/** Actions after the commit of a statement. */
public enum AfterCommit {
  /** Sessions must end. */
  SESSIONS_END,
  /** Audit rows are older than they are to be kept. */
  AUDIT_ROWS_EXPIRE,
  /** A catalog follows a share from now on. */
  SHARED_CATALOGS_CHANGE,
  /** Closed rows, or dropped models and versions, are older than they are to be kept. */
  HISTORY_EXPIRES
}
