package dev.vitrine.store;

/**
 * The store refused a change because of another one made at the same time: a unique or foreign key
 * that was free when it was looked at, or a row that is gone. Trying the statement again from the
 * start either succeeds or finds out what is in the way. A {@link StoreAbortException} ends the
 * whole transaction.
 */
public sealed class StoreConflictException extends RuntimeException permits StoreAbortException {
  StoreConflictException(Throwable cause) {
    super("A concurrent change conflicts.", cause);
  }

  /** Says that a row seen a moment ago is gone. */
  public StoreConflictException() {
    this(null);
  }
}
