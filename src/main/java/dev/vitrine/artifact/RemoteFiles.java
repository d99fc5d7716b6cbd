package dev.vitrine.artifact;

import dev.vitrine.store.provider.SharedFileDao.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.function.Supplier;

/** The providers of the files of shared versions. Safe for use by several threads. */
public interface RemoteFiles {
  /** Reads the bytes of a file, which are neither complete nor verified. */
  @FunctionalInterface
  interface Body {
    void read(InputStream bytes) throws IOException;
  }

  /**
   * Brings a shared catalog up to date before its files are read, if it is not. Failures are
   * recorded with the catalog.
   *
   * @param checkedAt time of the last attempt, UTC
   */
  void beforeRead(long catalogId, LocalDateTime checkedAt);

  /**
   * Does work that waits for the provider of a catalog.
   *
   * @throws dev.vitrine.error.VitrineException TOO_MANY_CONNECTIONS when too many wait already
   */
  <T> T waiting(long catalogId, Supplier<T> work);

  /**
   * Fetches a file.
   *
   * @throws dev.vitrine.error.VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when the
   *     provider does not send it
   */
  void fetch(Origin origin, Body body);

  /** How long cached files can be read while the provider is unreachable. */
  Duration staleFor();

  /** Maximum total size of cached files in bytes. */
  long cacheBytes();
}
