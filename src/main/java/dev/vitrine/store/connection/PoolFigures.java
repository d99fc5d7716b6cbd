package dev.vitrine.store.connection;

/**
 * The connections to the database at one moment.
 *
 * @param active in use
 * @param idle not in use
 * @param waiting threads that wait for one
 * @param most how many there can be
 * @param shares how they are divided
 */
public record PoolFigures(int active, int idle, int waiting, int most, ShareFigures shares) {}
