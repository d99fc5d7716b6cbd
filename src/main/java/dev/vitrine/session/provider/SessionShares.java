package dev.vitrine.session.provider;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The shared catalogs as the statements of one session use them. */
public final class SessionShares {
  private final SharedCatalogs catalogs;
  private final BooleanSupplier inTransaction;
  private final Supplier<Cancellation> calls;

  /**
   * @param inTransaction whether the session holds a connection to the store
   * @param calls the current call
   */
  public SessionShares(
      SharedCatalogs catalogs, BooleanSupplier inTransaction, Supplier<Cancellation> calls) {
    this.catalogs = catalogs;
    this.inTransaction = inTransaction;
    this.calls = calls;
  }

  /** Brings shared catalogs that a statement or call mentions up to date, at most seldom. */
  public void beforeAccess(Record statement, String currentCatalog) {
    catalogs.beforeAccess(
        () -> Optional.of(MentionedNames.of(statement, currentCatalog)),
        !inTransaction.getAsBoolean(),
        calls.get());
  }

  /** The response of a provider; no connection to the store is held meanwhile. */
  public ShareResponse respond(ShareRequest request) {
    if (inTransaction.getAsBoolean()) {
      return new ShareResponse.Failed(
          request,
          new VitrineException(
                  ErrorCode.INVALID_TRANSACTION_STATE,
                  "A statement that asks a provider cannot run inside a transaction.")
              .withHint("Run COMMIT or ROLLBACK first."));
    }
    return catalogs.respond(request, calls.get());
  }
}
