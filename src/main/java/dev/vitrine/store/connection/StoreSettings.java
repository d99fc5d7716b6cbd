package dev.vitrine.store.connection;

import java.time.Duration;

/**
 * Settings of the store connections.
 *
 * @param connections the size of the pool, at least {@link #LEAST_CONNECTIONS}
 * @param shareWait how long a statement waits while its user's share is in use
 * @param poolWait how long a statement waits while all connections that it may have are in use
 * @param statementTime time limit of a statement; zero means no limit
 * @param lockTime how long a statement waits for a lock of another transaction
 * @param silence time without a response of the database before the connections concerned are
 *     checked or abandoned
 */
public record StoreSettings(
    int connections,
    Duration shareWait,
    Duration poolWait,
    Duration statementTime,
    Duration lockTime,
    Duration silence) {
  /** The smallest pool in which every part has a connection and the ordinary part has several. */
  public static final int LEAST_CONNECTIONS = 8;

  /** The settings of an engine that was opened without any. */
  public static final StoreSettings DEFAULT =
      new StoreSettings(
          32,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));

  public StoreSettings {
    if (connections < LEAST_CONNECTIONS) {
      throw new IllegalArgumentException("at least " + LEAST_CONNECTIONS + " connections");
    }
  }

  /** The same settings with another size of the pool. */
  public StoreSettings withConnections(int other) {
    return new StoreSettings(other, shareWait, poolWait, statementTime, lockTime, silence);
  }

  /** The same settings with other waiting times. */
  public StoreSettings withWaits(Duration ofShare, Duration ofPool) {
    return new StoreSettings(connections, ofShare, ofPool, statementTime, lockTime, silence);
  }

  /** The same settings with another limit of statements. */
  public StoreSettings withStatementTime(Duration other) {
    return new StoreSettings(connections, shareWait, poolWait, other, lockTime, silence);
  }

  /** The same settings with another wait for locks. */
  public StoreSettings withLockTime(Duration other) {
    return new StoreSettings(connections, shareWait, poolWait, statementTime, other, silence);
  }

  /** The same settings with another tolerance for silence. */
  public StoreSettings withSilence(Duration other) {
    return new StoreSettings(connections, shareWait, poolWait, statementTime, lockTime, other);
  }
}
