package dev.vitrine.store.h2;

import java.io.File;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of an H2 store small, and flushes it. Each commit appends all pages that it
 * changed, some 35 kB, and H2 compacts in the background only if it also delays commits
 * (org.h2.mvstore.FileStore#autoCompactFillRate), which loses them when the process is killed. A
 * thread does it instead, a few megabytes at a time.
 *
 * <p>The space of old pages is used again after the RETENTION_TIME of the store. The file is
 * flushed more than once in that time, so that after a power failure the disk has newer pages.
 */
final class H2Compaction implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(H2Compaction.class);

  /** A quarter of the RETENTION_TIME. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** Percentage of pages in use below which the fullest parts of the file are rewritten. */
  private static final int FILL_PERCENT = 80;

  /** Bytes that are rewritten each time while the store is in use. */
  private static final int WRITE_BYTES = 8 << 20;

  /** Percentage of the file in use below which an idle store is shortened. */
  private static final int FILE_PERCENT = 70;

  /** Longest time for which shortening the file delays a commit. */
  private static final int IDLE_MILLIS = 50;

  /** So much must be free on the disk, because pages are written before old ones are removed. */
  private static final long SPACE_BYTES = 64L << 20;

  /** Longest time that closing waits for the thread. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final File file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable MVStore store;

  /** Guarded by this. */
  private @Nullable Thread thread;

  /** The version after the last run; used by the thread only, as is {@link #settled}. */
  private long version = -1;

  /** Whether nothing more can be gained until the next change. */
  private boolean settled;

  /**
   * @param file of the database; one of another file system has no known space, and is not
   *     compacted
   */
  H2Compaction(File file) {
    this.file = file;
  }

  /** Tends the database of a new connection, which is another object after it was reopened. */
  void tend(Connection connection) {
    store = H2File.database(connection);
    synchronized (this) {
      if (thread == null && closed.getCount() > 0) {
        thread = new Thread(this::run, "vitrine-h2-compaction");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void run() {
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        MVStore current = store;
        if (current != null && !current.isClosed() && !current.isReadOnly()) {
          compact(current);
        }
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  private void compact(MVStore current) {
    try {
      if (current.getCurrentVersion() != version) {
        settled = false;
        current.sync();
        if (hasSpace()) {
          current.compact(FILL_PERCENT, WRITE_BYTES);
        }
      } else if (!settled && hasSpace()) {
        settled = !shorten(current);
      }
      version = current.getCurrentVersion();
    } catch (MVStoreException failure) {
      // A closed store is opened again by the next connection; a failing disk shows there, too.
      if (!current.isClosed()) {
        LOG.warn("The file of the store could not be compacted", failure);
      }
    }
  }

  /** Whether something was moved. */
  private static boolean shorten(MVStore idle) {
    if (idle.getFileStore().getChunksFillRate() >= FILL_PERCENT
        && idle.getFillRate() >= FILE_PERCENT) {
      return false;
    }
    long version = idle.getCurrentVersion();
    long size = idle.getFileStore().size();
    idle.compactFile(IDLE_MILLIS);
    return idle.getCurrentVersion() != version || idle.getFileStore().size() < size;
  }

  private boolean hasSpace() {
    return file.getUsableSpace() >= SPACE_BYTES;
  }

  /** Returns when the thread has ended, so that the database can be closed. */
  @Override
  public void close() {
    closed.countDown();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      try {
        running.join(PATIENCE.toMillis());
      } catch (InterruptedException exception) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
