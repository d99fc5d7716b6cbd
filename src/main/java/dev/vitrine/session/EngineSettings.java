package dev.vitrine.session;

import dev.vitrine.share.ShareSettings;
import dev.vitrine.store.connection.StoreSettings;
import java.time.Duration;

/**
 * Settings of an engine.
 *
 * @param store pool of connections, and how long statements wait for them
 * @param idleTransaction how long a transaction or an unread result set of a server's session may
 *     hold a connection idle; zero means no limit. Embedded sessions have no limit
 * @param shares how shares of providers are read
 */
public record EngineSettings(StoreSettings store, Duration idleTransaction, ShareSettings shares) {
  /** The settings of an engine that was opened without any. */
  public static final EngineSettings DEFAULT =
      new EngineSettings(StoreSettings.DEFAULT, Duration.ofSeconds(60), ShareSettings.DEFAULT);

  /** The fewest connections to the store with which an engine can work. */
  public static final int LEAST_CONNECTIONS = StoreSettings.LEAST_CONNECTIONS;

  /** The same settings with another number of connections to the store. */
  public EngineSettings withConnections(int connections) {
    return new EngineSettings(store.withConnections(connections), idleTransaction, shares);
  }

  /** The same settings with another time for idle transactions. */
  public EngineSettings withIdleTransaction(Duration time) {
    return new EngineSettings(store, time, shares);
  }

  /** The same settings with another statement limit; zero means no limit. */
  public EngineSettings withStatementTime(Duration time) {
    return new EngineSettings(store.withStatementTime(time), idleTransaction, shares);
  }

  /** The same settings with another wait for locks of other transactions. */
  public EngineSettings withLockTime(Duration time) {
    return new EngineSettings(store.withLockTime(time), idleTransaction, shares);
  }

  /** The same settings with other settings of shares. */
  public EngineSettings withShares(ShareSettings other) {
    return new EngineSettings(store, idleTransaction, other);
  }
}
