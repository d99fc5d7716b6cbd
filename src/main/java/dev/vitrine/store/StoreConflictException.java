package dev.vitrine.store;

/**
 * The store refused a change because of another one made at the same time: a unique or foreign key
 * that was free when it was looked at, a deadlock, a serialization failure. Trying again from the
 * start either succeeds or finds out what is in the way.
 */
public final class StoreConflictException extends RuntimeException {
  StoreConflictException(Throwable cause) {
    super("Another change got in the way.", cause);
  }

  /** Says that a row seen a moment ago is gone. */
  public StoreConflictException() {
    this(null);
  }
}
