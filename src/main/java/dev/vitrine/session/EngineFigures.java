package dev.vitrine.session;

import dev.vitrine.store.connection.ShareFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statistics of an engine.
 *
 * @param sessions open sessions
 * @param planHits queries whose plan was cached
 * @param planMisses queries that were planned
 * @param plans cached plans
 * @param storeActive connections to the store in use
 * @param storeIdle idle connections to the store
 * @param storeWaiting threads that wait for a connection
 * @param storeMost maximum number of connections
 * @param storeParts the connections of each part of the pool
 * @param storeWaits statements that had to wait for a connection so far
 * @param storeWaited the time that statements waited for connections so far, together
 * @param storeRefusedByShare statements refused because their user's share was in use
 * @param storeRefusedByPool statements refused because all connections were in use
 * @param idleTransactionsEnded transactions and cursors that were ended because they were idle
 */
public record EngineFigures(
    int sessions,
    long planHits,
    long planMisses,
    long plans,
    int storeActive,
    int storeIdle,
    int storeWaiting,
    int storeMost,
    Map<String, Part> storeParts,
    long storeWaits,
    Duration storeWaited,
    long storeRefusedByShare,
    long storeRefusedByPool,
    long idleTransactionsEnded) {
  public EngineFigures {
    storeParts = Map.copyOf(storeParts);
  }

  /**
   * One part of the pool.
   *
   * @param used its connections that are in use
   * @param size how many it has
   */
  public record Part(int used, int size) {
    /** The parts by name in lower case. */
    static Map<String, Part> of(ShareFigures shares) {
      return shares.sizes().entrySet().stream()
          .collect(
              Collectors.toMap(
                  entry -> entry.getKey().name().toLowerCase(Locale.ROOT),
                  entry ->
                      new Part(shares.used().getOrDefault(entry.getKey(), 0), entry.getValue())));
    }
  }
}
