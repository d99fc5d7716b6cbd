package dev.vitrine.store.vendor;

/**
 * A deadlock or a serialization failure: the store ended the transaction, and its changes are lost.
 * Running the whole transaction again can succeed.
 */
public final class StoreAbortException extends StoreConflictException {
  /** The database ended the transaction. */
  public StoreAbortException(Throwable cause) {
    super(cause);
  }

  /** A deadlock that was found in this process. */
  public StoreAbortException() {
    super();
  }
}
