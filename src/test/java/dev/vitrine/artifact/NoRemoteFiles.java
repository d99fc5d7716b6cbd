package dev.vitrine.artifact;

import dev.vitrine.store.provider.SharedFileDao.Origin;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.function.Supplier;

/** For registries without shared catalogs. */
final class NoRemoteFiles implements RemoteFiles {
  @Override
  public void beforeRead(long catalogId, LocalDateTime checkedAt) {
    throw new AssertionError("There is no shared catalog.");
  }

  @Override
  public <T> T waiting(long catalogId, Supplier<T> work) {
    throw new AssertionError("There is no shared catalog.");
  }

  @Override
  public void fetch(Origin origin, Body body) {
    throw new AssertionError("There is no shared catalog.");
  }

  @Override
  public Duration staleFor() {
    return Duration.ZERO;
  }

  @Override
  public long cacheBytes() {
    return 0;
  }
}
