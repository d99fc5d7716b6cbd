package dev.vitrine.store;

/** What may be running a query. */
public interface Cancellable {
  /** Ends the query that is running, if one is; for another thread to call. */
  void cancel();
}
