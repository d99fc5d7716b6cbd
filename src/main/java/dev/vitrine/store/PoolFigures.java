package dev.vitrine.store;

/**
 * The connections to the database at one moment.
 *
 * @param active in use
 * @param idle not in use
 * @param waiting threads that wait for one
 * @param most how many there can be
 */
public record PoolFigures(int active, int idle, int waiting, int most) {}
