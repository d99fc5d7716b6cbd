package dev.vitrine.session.provider;

import dev.vitrine.artifact.RemoteFiles;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareClient;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.share.ShareException;
import dev.vitrine.share.ShareException.Reason;
import dev.vitrine.store.provider.ProviderRow;
import dev.vitrine.store.provider.SharedFileDao.Origin;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Fetches files of shared catalogs from their providers. */
public final class ProviderFiles implements RemoteFiles {
  /** Concurrent files of a provider; it also limits them, and needs one for a refresh. */
  private static final int AT_ONCE = 3;

  private final SharedCatalogs catalogs;
  private final Map<Long, Semaphore> slots = new ConcurrentHashMap<>();

  public ProviderFiles(SharedCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public void beforeRead(long catalogId, LocalDateTime checkedAt) {
    catalogs.beforeRead(catalogId, checkedAt);
  }

  @Override
  public <T> T waiting(long catalogId, Supplier<T> work) {
    return catalogs.waiting(catalogId, work);
  }

  @Override
  public void fetch(Origin origin, Body body) {
    Optional<ShareException> failure = attempt(origin, body);
    if (failure.isPresent()) {
      if (failure.get().reason().isRefusal()) {
        // The share, or only this model, is not shared any more. Other files are read meanwhile.
        catalogs.refreshNow(origin.catalog().catalogId());
      }
      throw failure.get().error(origin.catalog().provider().name());
    }
  }

  private Optional<ShareException> attempt(Origin origin, Body body) {
    ProviderRow provider = origin.catalog().provider();
    Semaphore slot = slots.computeIfAbsent(provider.id(), id -> new Semaphore(AT_ONCE, true));
    ShareClient client =
        new ShareClient(
            new ShareCredential(provider.endpoint(), provider.token(), Optional.empty()),
            catalogs.settings());
    try {
      if (!slot.tryAcquire(SharedCatalogs.LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(
            new ShareException(
                Reason.UNREACHABLE, "Other files of the provider have not arrived in time."));
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
    try {
      client.file(
          origin.catalog().share(),
          origin.schema(),
          origin.model(),
          origin.version(),
          origin.path(),
          body::read);
      return Optional.empty();
    } catch (ShareException failure) {
      return Optional.of(failure);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    } finally {
      slot.release();
    }
  }

  private static VitrineException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new VitrineException(ErrorCode.QUERY_CANCELED, "The request was cancelled.")
        .withCause(cause);
  }

  @Override
  public Duration staleFor() {
    return catalogs.settings().staleFor();
  }

  @Override
  public long cacheBytes() {
    return catalogs.settings().cacheBytes();
  }
}
