package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the database answers, within a time: on a connection of its own, since that all
 * others are in use does not mean that there is no database; and once for all who ask at the same
 * time. Safe for use by several threads.
 */
final class StoreProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);
  private static final int VALID_SECONDS = 2;

  /** After so long an answer would not help anybody, and the next question is due. */
  private static final String LONGEST_SECONDS = "10";

  private final StoreLocation location;

  /** These three are guarded by this. */
  private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(false);

  private Optional<Connection> kept = Optional.empty();
  private boolean closed;

  StoreProbe(StoreLocation location) {
    this.location = location;
  }

  boolean answers(Duration within) {
    try {
      return current().get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      LOG.debug("The store has not answered for {}", within);
      return false;
    } catch (ExecutionException failure) {
      LOG.warn("The store could not be asked", failure);
      return false;
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> current() {
    if (running.isDone()) {
      CompletableFuture<Boolean> next = new CompletableFuture<>();
      Thread thread = new Thread(() -> complete(next), "store-probe");
      thread.setDaemon(true);
      thread.start();
      running = next;
    }
    return running;
  }

  private void complete(CompletableFuture<Boolean> probe) {
    Optional<Connection> connection = take();
    try {
      if (connection.isPresent() && !connection.get().isValid(VALID_SECONDS)) {
        connection.get().close();
        connection = Optional.empty();
      }
      if (connection.isEmpty()) {
        connection = Optional.of(Store.connect(location, settings()));
      }
      giveBack(connection.get());
      probe.complete(true);
    } catch (SQLException unreachable) {
      LOG.debug("The store does not answer", unreachable);
      probe.complete(false);
    } catch (RuntimeException failure) {
      probe.completeExceptionally(failure);
    }
  }

  /** What a store in another place must not be waited for any longer. */
  private Properties settings() {
    Properties settings = new Properties();
    switch (location.vendor()) {
      case POSTGRESQL -> {
        settings.setProperty("loginTimeout", LONGEST_SECONDS);
        settings.setProperty("socketTimeout", LONGEST_SECONDS);
      }
      case H2 -> {}
    }
    return settings;
  }

  private synchronized Optional<Connection> take() {
    Optional<Connection> taken = kept;
    kept = Optional.empty();
    return taken;
  }

  private synchronized void giveBack(Connection connection) throws SQLException {
    if (closed) {
      connection.close();
    } else {
      kept = Optional.of(connection);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (kept.isPresent()) {
        kept.get().close();
      }
    } catch (SQLException failure) {
      LOG.debug("The connection of the probe did not close properly", failure);
    }
  }
}
