package dev.vitrine.store;

import java.time.Duration;

/**
 * The health of a store.
 *
 * @param responds whether the database responds
 * @param connects whether the pool provides a usable connection
 * @param readOnly whether the store refuses changes because its disk is full
 * @param waiting number of statements that wait for a connection
 * @param stalled how long all ordinary connections have been in use without one becoming free
 */
public record StoreHealth(
    boolean responds, boolean connects, boolean readOnly, int waiting, Duration stalled) {}
