package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Whether an engine can be used at this moment.
 *
 * @param answers whether the database answers
 * @param connects whether the pool gives a usable connection
 * @param readOnly whether the store takes no changes since its disk is full
 * @param waiting how many statements wait for a connection
 * @param stalled for how long every ordinary connection has been in use without any becoming free
 */
public record EngineHealth(
    boolean answers, boolean connects, boolean readOnly, int waiting, Duration stalled) {
  public EngineHealth {
    requireNonNull(stalled);
  }
}
