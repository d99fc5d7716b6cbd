package dev.vitrine.store;

/**
 * A deadlock or a serialization failure: the store ended the transaction, and its changes are lost.
 * Running the whole transaction again can succeed.
 */
public final class StoreAbortException extends StoreConflictException {
  StoreAbortException(Throwable cause) {
    super(cause);
  }

  /** A deadlock that was found in this process. */
  StoreAbortException() {
    super();
  }
}
