package dev.vitrine.registry.task;

/** What a statement starts when it is committed. */
public enum Consequence {
  /** Sessions may not go on. */
  SESSIONS_END,
  /** Audit rows are older than they are to be kept. */
  AUDIT_ROWS_EXPIRE
}
