package dev.vitrine.session.provider;

import dev.vitrine.artifact.RemoteFiles;
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
  public void fetch(Origin origin, Body body) {
    ProviderRow provider = origin.catalog().provider();
    Semaphore slot = slots.computeIfAbsent(provider.id(), id -> new Semaphore(AT_ONCE, true));
    ShareClient client =
        new ShareClient(
            new ShareCredential(provider.endpoint(), provider.token(), Optional.empty()),
            catalogs.settings());
    slot.acquireUninterruptibly();
    try {
      client.file(
          origin.catalog().share(),
          origin.schema(),
          origin.model(),
          origin.version(),
          origin.path(),
          body::read);
    } catch (ShareException failure) {
      if (failure.reason() == Reason.REFUSED) {
        // The share, or only this model, is not shared any more.
        catalogs.refreshNow(origin.catalog().catalogId());
      }
      throw failure.error(provider.name());
    } finally {
      slot.release();
    }
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
