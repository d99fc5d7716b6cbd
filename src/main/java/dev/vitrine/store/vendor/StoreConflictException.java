package dev.vitrine.store.vendor;

import org.jspecify.annotations.Nullable;

/**
 * The store refused a change because of a concurrent one: a unique or foreign key violation that
 * was not visible before, or a missing row. Repeating the statement from the start either succeeds
 * or reports the conflicting object. A {@link StoreAbortException} ends the whole transaction.
 */
public sealed class StoreConflictException extends RuntimeException permits StoreAbortException {
  StoreConflictException(@Nullable Throwable cause) {
    super("A concurrent change conflicts.", cause);
  }

  /** A row that was read before no longer exists. */
  public StoreConflictException() {
    this(null);
  }
}
