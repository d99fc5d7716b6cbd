package dev.vitrine.session.provider;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.registry.provider.ContentUpdate;
import dev.vitrine.share.ShareClient;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.share.ShareException;
import dev.vitrine.share.ShareException.Reason;
import dev.vitrine.share.ShareSettings;
import dev.vitrine.share.SharedContent;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.provider.ProviderRow;
import dev.vitrine.store.provider.SharedCatalogRow;
import dev.vitrine.store.provider.SharedCatalogRow.State;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to bring a shared catalog up to date: takes the lease, reads the share without a
 * connection to the store, and applies the difference, or records the failure, in one transaction.
 */
final class CatalogRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogRefresh.class);

  /** Longer than the time limit of reading a share. */
  private static final Duration LEASE = Duration.ofMinutes(6);

  /** Attempts of a transaction that conflicts with others. */
  private static final int ATTEMPTS = 20;

  /** Characters of the column of the message. */
  private static final int LONGEST_MESSAGE = 1_000;

  private final Store store;
  private final ShareSettings settings;
  private final long catalogId;
  private final MemoryBudget memory;
  private final Cancellation call;
  private Optional<LocalDateTime> checkedAt = Optional.empty();

  /**
   * @param call the call that waits for it; {@link Cancellation#NEVER} in the background
   */
  CatalogRefresh(
      Store store, ShareSettings settings, long catalogId, MemoryBudget memory, Cancellation call) {
    this.store = store;
    this.settings = settings;
    this.catalogId = catalogId;
    this.memory = memory;
    this.call = call;
  }

  /** Time of the last attempt, of this or another server; empty if the catalog is gone. */
  Optional<LocalDateTime> checkedAt() {
    return checkedAt;
  }

  /**
   * Makes the attempt. Failures of the own store, and the end of the call, are no states of the
   * catalog: they change nothing.
   *
   * @param forced whether it is made even if another server makes one, or has just made one
   * @return the failure of the provider, which is recorded
   * @throws VitrineException when the own store fails, or the call is cancelled
   */
  Optional<ShareException> run(boolean forced) {
    Optional<SharedCatalogRow> claimed = in(work -> claim(forced, work));
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    SharedCatalogRow row = claimed.get();
    try {
      return attempt(row);
    } catch (RuntimeException failure) {
      if (!forced) {
        endLease(failure);
      }
      throw failure;
    }
  }

  private Optional<ShareException> attempt(SharedCatalogRow row) {
    try (MemoryAccount account = memory.open(ProviderCall.USER)) {
      Optional<SharedContent> content =
          ProviderCall.run(call, () -> client(row).content(row.share(), row.revision(), account));
      in(work -> apply(row, content.orElse(null), work));
      return Optional.empty();
    } catch (ShareException failure) {
      LOG.warn("Catalog '{}' was not refreshed: {}", row.catalog(), failure.problem());
      in(work -> fail(row.provider(), failure, work));
      if (failure.reason() == Reason.UNAUTHORIZED) {
        refuseOthers(row.provider(), failure);
      }
      return Optional.of(failure);
    }
  }

  /** Lets another server make the next attempt at once. */
  private void endLease(RuntimeException failure) {
    try {
      in(
          work -> {
            work.writing();
            work.sharedCatalogs().endLease(catalogId);
            return true;
          });
    } catch (VitrineException second) {
      failure.addSuppressed(second);
    }
  }

  /** The other catalogs of a provider have the same token. */
  private void refuseOthers(ProviderRow provider, ShareException failure) {
    for (long other : in(work -> work.sharedCatalogs().notRefused(provider.id()))) {
      CatalogRefresh refusal = new CatalogRefresh(store, settings, other, memory, call);
      in(work -> refusal.fail(provider, failure, work));
    }
  }

  private ShareClient client(SharedCatalogRow row) {
    return new ShareClient(
        new ShareCredential(row.provider().endpoint(), row.provider().token(), Optional.empty()),
        settings);
  }

  private Optional<SharedCatalogRow> claim(boolean forced, StoreTransaction work) {
    LocalDateTime now = UtcTime.now();
    Optional<SharedCatalogRow> row = work.sharedCatalogs().find(catalogId);
    checkedAt = row.map(SharedCatalogRow::checkedAt);
    if (row.isEmpty() || forced) {
      return row;
    }
    work.writing();
    boolean mine =
        work.sharedCatalogs()
            .claim(catalogId, now, now.minus(settings.dueAfter()), now.plus(LEASE));
    if (!mine) {
      // Another server reads the share now; this one does not look again at once.
      checkedAt = Optional.of(now);
    }
    return mine ? row : Optional.empty();
  }

  /**
   * @param content null if it is that of the known revision
   */
  private boolean apply(
      SharedCatalogRow read, @Nullable SharedContent content, StoreTransaction work) {
    if (content != null) {
      work.deletingParent();
    } else {
      work.writing();
    }
    Optional<SharedCatalogRow> present = locked(work);
    LocalDateTime now = UtcTime.now();
    checkedAt = present.map(row -> now);
    boolean same =
        present
            .filter(
                row ->
                    row.provider().equals(read.provider())
                        && row.revision().equals(read.revision()))
            .isPresent();
    // Otherwise another attempt has applied other content, or the provider was changed.
    if (same) {
      if (content != null) {
        new ContentUpdate(present.orElseThrow(), work).apply(content);
      }
      work.sharedCatalogs()
          .refreshed(catalogId, content == null ? read.revision() : content.revision(), now);
      return true;
    }
    return outdated(work);
  }

  /** Ends the lease, so that the next access reads the share with the present token. */
  private boolean outdated(StoreTransaction work) {
    checkedAt = work.sharedCatalogs().find(catalogId).map(SharedCatalogRow::checkedAt);
    work.sharedCatalogs().endLease(catalogId);
    return false;
  }

  /** The catalog, locked as for a change of its content; empty if it is gone. */
  private Optional<SharedCatalogRow> locked(StoreTransaction work) {
    if (work.sharedCatalogs().find(catalogId).isEmpty()) {
      return Optional.empty();
    }
    work.securables().lock(SecurableType.CATALOG, catalogId);
    return work.sharedCatalogs().lock(catalogId)
        ? work.sharedCatalogs().find(catalogId)
        : Optional.empty();
  }

  /**
   * @param asked the provider as it was when the request was sent
   */
  private boolean fail(ProviderRow asked, ShareException failure, StoreTransaction work) {
    work.writing();
    LocalDateTime now = UtcTime.now();
    Optional<SharedCatalogRow> present = locked(work);
    checkedAt = present.map(row -> now);
    if (present.isEmpty() || !present.get().provider().equals(asked)) {
      return outdated(work);
    }
    State state =
        switch (failure.reason()) {
          case UNREACHABLE -> State.UNREACHABLE;
          case UNAUTHORIZED, REFUSED, NOT_FOUND -> State.REFUSED;
          case INVALID -> State.INVALID;
        };
    work.sharedCatalogs().failed(catalogId, state, message(failure.problem()), now);
    if (state == State.REFUSED) {
      work.sharedFiles().releaseAll(catalogId);
    }
    return true;
  }

  private static String message(String text) {
    return StorableText.excerpt(text, LONGEST_MESSAGE);
  }

  private <T> T in(Function<StoreTransaction, T> work) {
    for (int attempt = 1; ; attempt++) {
      try (StoreTransaction transaction = store.begin(() -> call)) {
        T result = transaction.call(work);
        transaction.commit();
        return result;
      } catch (StoreConflictException conflict) {
        if (attempt == ATTEMPTS) {
          throw new VitrineException(
                  ErrorCode.SERIALIZATION_FAILURE,
                  "The content of the catalog could not be serialized with concurrent changes.")
              .withCause(conflict)
              .withHint("Try again.");
        }
        pause(attempt);
      }
    }
  }

  private void pause(int attempt) {
    call.interruptibly(
        () -> {
          Thread.sleep(ThreadLocalRandom.current().nextLong(1, 2 + 5L * attempt));
          return true;
        });
  }
}
