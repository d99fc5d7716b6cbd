package dev.vitrine.server.sharing;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.share.Published;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.SharedRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the SHA-256 of shared files that have none yet, on one separate thread, and keeps it in
 * the store: the bytes of a READY version never change. A request waits for a limited time; the
 * computation continues after it. Safe for use by several threads.
 */
final class Checksums implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checksums.class);

  /** Maximum files that wait for their checksum. */
  private static final int MOST_WAITING = 10_000;

  /** Bytes per read. */
  private static final int BUFFER = 1 << 16;

  /** How long the thread waits for another file before it ends. */
  private static final Duration IDLE = Duration.ofMillis(100);

  private final FileStorage files;
  private final SharedRegistry registry;
  private final Map<String, Future<String>> running = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor executor;

  Checksums(FileStorage files, SharedRegistry registry) {
    this.files = files;
    this.registry = registry;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "vitrine-checksums");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** The result for a file. */
  sealed interface Result {}

  /** The checksum in hexadecimal. */
  record Known(String sha256) implements Result {}

  /** The checksum is still being computed, or the storage or the store fails at present. */
  record Late() implements Result {}

  /** The storage does not have all bytes of the file any more. */
  record Lost() implements Result {}

  /**
   * The checksum of a file, unless it is not known by the deadline.
   *
   * @param deadline in nanoseconds, see {@link System#nanoTime}
   */
  Result of(Published.File file, long deadline) {
    if (file.sha256().isPresent()) {
      return new Known(file.sha256().get());
    }
    try {
      return new Known(
          started(file.stored())
              .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | RejectedExecutionException late) {
      LOG.debug("A request did not wait for the checksum of a file", late);
      return new Late();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      return new Late();
    } catch (ExecutionException failure) {
      LOG.warn("The checksum of a shared file cannot be computed", failure.getCause());
      // A failure that may pass must not remove versions from the catalogs of recipients.
      return isLoss(failure.getCause()) ? new Lost() : new Late();
    }
  }

  private static boolean isLoss(@Nullable Throwable failure) {
    return failure instanceof VitrineException error && error.code() == ErrorCode.FILE_NOT_FOUND;
  }

  private Future<String> started(StoredFile file) {
    return running.computeIfAbsent(
        file.blob(),
        blob -> {
          FutureTask<String> task = new FutureTask<>(() -> compute(file));
          executor.execute(task);
          return task;
        });
  }

  private String compute(StoredFile file) throws IOException {
    try (InputStream bytes = files.read(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
        if (Thread.currentThread().isInterrupted()) {
          throw new IOException("The server stops");
        }
      }
      if (size != file.size()) {
        throw new VitrineException(
            ErrorCode.FILE_NOT_FOUND,
            "The storage has " + size + " bytes of a file of " + file.size() + " bytes.");
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      registry.checksum(file.blob(), sha256);
      return sha256;
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("every JRE supports SHA-256", exception);
    } finally {
      running.remove(file.blob());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("The computation of a checksum has not ended");
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }
}
