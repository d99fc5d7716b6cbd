package dev.vitrine.statement.tree;

/** A statement that begins or ends a transaction of the session. */
public sealed interface TransactionStatement extends Statement {
  /** BEGIN or START TRANSACTION. */
  record StartTransaction() implements TransactionStatement {}

  /** COMMIT. */
  record CommitTransaction() implements TransactionStatement {}

  /** ROLLBACK. */
  record RollbackTransaction() implements TransactionStatement {}
}
