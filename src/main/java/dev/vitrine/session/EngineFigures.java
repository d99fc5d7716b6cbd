package dev.vitrine.session;

/**
 * What an engine is doing at one moment.
 *
 * @param sessions that are open
 * @param planHits queries whose plan was remembered
 * @param planMisses queries that were planned
 * @param plans that are remembered
 * @param storeActive connections to the store that are in use
 * @param storeIdle connections to the store that are not
 * @param storeWaiting threads that wait for one
 * @param storeMost how many there can be
 */
public record EngineFigures(
    int sessions,
    long planHits,
    long planMisses,
    long plans,
    int storeActive,
    int storeIdle,
    int storeWaiting,
    int storeMost) {}
