package dev.vitrine.store;

import dev.vitrine.error.Cancellation;
import dev.vitrine.store.relation.SecuredRelations;
import dev.vitrine.store.result.HistoryBounds;
import dev.vitrine.store.result.SmallRead;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The store as one user's session uses it: each connection counts against the user's share. Safe
 * for use by several threads.
 */
public final class UserStore {
  private final Store store;
  private final StoreUser user;

  UserStore(Store store, StoreUser user) {
    this.store = store;
    this.user = user;
  }

  /** The text that restricts relations to what a caller may see, for this kind of database. */
  public SecuredRelations securedRelations() {
    return store.securedRelations();
  }

  /** The times between which the past can be read. */
  public HistoryBounds historyBounds() {
    return store.historyBounds();
  }

  /**
   * Begins a transaction, which the caller ends.
   *
   * @param calls returns the call of the next statement
   * @throws dev.vitrine.error.VitrineException TOO_MANY_CONNECTIONS when the user's share or all
   *     ordinary connections stay in use
   */
  public StoreTransaction begin(Supplier<Cancellation> calls) {
    return store.begin(user, calls, false);
  }

  /**
   * Begins a transaction that lasts longer than one statement, which the caller ends.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #begin} does, and when such transactions
   *     and large results of all users keep as many connections as they may
   */
  public StoreTransaction beginKept(Supplier<Cancellation> calls) {
    return store.beginKept(user, calls);
  }

  /**
   * Begins a transaction for one result that is read by a cursor; the caller ends it.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #beginKept} does
   */
  public StoreTransaction beginResult(Supplier<Cancellation> calls) {
    return store.beginResult(user, calls);
  }

  /**
   * For statements that only read and need no transaction; the caller closes it.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #begin} does
   */
  public StoreTransaction beginReading(Supplier<Cancellation> calls) {
    return store.begin(user, calls, true);
  }

  /**
   * Reads small results outside of transactions; the caller closes it. Empty if it would save no
   * round trip.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #begin} does
   */
  public Optional<SmallRead> small(Supplier<Cancellation> calls) {
    return store.small(user, calls);
  }

  /**
   * Whether the user sees few of very many models, so that it is faster to start from the grants.
   * The value may be stale; query results do not depend on it.
   *
   * @param asking whether to query the database if the value is not cached
   * @param calls the current call
   */
  public boolean reachesFew(boolean asking, Supplier<Cancellation> calls) {
    return store.reachesFew(user, asking, calls);
  }
}
