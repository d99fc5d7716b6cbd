package dev.vitrine.store.h2;

import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 file store usable when its disk is full, and its file small. H2 closes a database
 * whose file it cannot write to, and its connections stay dead; committed data is in the file. This
 * opens the database again, for reading only, until the disk has space, and then for writing. Safe
 * for use by several threads.
 */
public final class H2Disk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(H2Disk.class);

  /** Interval of checking whether the disk has space. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** So much must be free before the store takes changes again. */
  private static final int SPACE_BYTES = 1 << 20;

  /** H2's ErrorCode.DATABASE_IS_CLOSED. */
  private static final int DATABASE_CLOSED = 90_098;

  /** H2's ErrorCode.DATABASE_CALLED_AT_SHUTDOWN. */
  private static final int DATABASE_CLOSING = 90_121;

  /** H2's ErrorCode.DATABASE_IS_READ_ONLY. */
  private static final int READ_ONLY = 90_097;

  /** H2's ErrorCode.OUT_OF_MEMORY. */
  private static final int OUT_OF_MEMORY = 90_108;

  private final StoreLocation location;
  private final H2File file;
  private final Runnable evict;

  /** Connections are made under the read lock, so that none is made while the mode changes. */
  private final ReadWriteLock opening = new ReentrantReadWriteLock();

  private volatile boolean readOnly;

  /**
   * The error that closed the database, so that each such event is handled once; guarded by this.
   */
  private final Set<Throwable> handled = Collections.newSetFromMap(new WeakHashMap<>());

  private final CountDownLatch closed = new CountDownLatch(1);
  private final H2Compaction compaction;

  /**
   * @param evict closes the idle connections of the pool now, and the others when they are given
   *     back
   */
  public H2Disk(StoreLocation location, Runnable evict) {
    this.location = location;
    this.evict = evict;
    this.file = H2File.of(location);
    this.compaction = new H2Compaction(new File(file.path()));
  }

  /** Whether the store takes no changes at the moment. */
  public boolean readOnly() {
    return readOnly;
  }

  /** A new connection. */
  public Connection connect() throws SQLException {
    opening.readLock().lock();
    try {
      return connect(readOnly);
    } finally {
      opening.readLock().unlock();
    }
  }

  private Connection connect(boolean reading) throws SQLException {
    Connection connection = file.connect(location.jdbcUrl(), new Properties(), reading);
    compaction.tend(connection);
    return connection;
  }

  /** Whether an exception means that its connection is lost; the pool asks for each exception. */
  public boolean isLost(SQLException exception) {
    if (exception.getErrorCode() == READ_ONLY) {
      return !readOnly;
    }
    MVStoreException cause = StoreErrors.cause(exception, MVStoreException.class);
    if (cause != null && StoreErrors.isDiskFull(exception)) {
      becomeReadOnly(cause);
    }
    if (exception.getErrorCode() == OUT_OF_MEMORY) {
      // It has closed the database; the next connection opens it again.
      evict.run();
      return true;
    }
    return cause != null
        || exception.getErrorCode() == DATABASE_CLOSED
        || exception.getErrorCode() == DATABASE_CLOSING;
  }

  private synchronized void becomeReadOnly(Throwable cause) {
    // All connections that the database had report the same exception, some of them much later.
    if (closed.getCount() == 0 || !handled.add(cause)) {
      return;
    }
    if (!readOnly) {
      readOnly = true;
      LOG.error("The disk of the store is full: changes are refused until it has space", cause);
      Thread thread = new Thread(this::recover, "vitrine-disk-full");
      thread.setDaemon(true);
      thread.start();
    }
    evict.run();
  }

  private void recover() {
    try {
      while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (hasSpace()) {
          reopen();
          return;
        }
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasSpace() {
    String probe = file.path() + ".space";
    try (OutputStream out = FileUtils.newOutputStream(probe, false)) {
      out.write(new byte[SPACE_BYTES]);
    } catch (IOException | RuntimeException full) {
      LOG.debug("The disk of the store is still full", full);
      return false;
    } finally {
      FileUtils.tryDelete(probe);
    }
    return true;
  }

  /** H2 opens a file for writing only when no connection has it open for reading. */
  private void reopen() {
    opening.writeLock().lock();
    try (Connection last = connect(true);
        Statement statement = last.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException closing) {
      // The database ends the connection that sent SHUTDOWN. If the database is still open for
      // reading, it closes with its last connection; all are closed here.
      LOG.debug("SHUTDOWN was sent to the database", closing);
    } finally {
      // In this order: after changes are accepted again, no caller may get an older connection.
      evict.run();
      readOnly = false;
      opening.writeLock().unlock();
    }
    LOG.info("The disk of the store has space again: changes are accepted");
  }

  @Override
  public void close() {
    closed.countDown();
    compaction.close();
  }
}
