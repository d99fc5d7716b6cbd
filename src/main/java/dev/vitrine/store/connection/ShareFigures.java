package dev.vitrine.store.connection;

import java.time.Duration;
import java.util.Map;

/**
 * Statistics of the store connections.
 *
 * @param sizes the number of connections of each part
 * @param used the connections of each part that are in use
 * @param waiting the requests that wait for a connection
 * @param waits the requests that have had to wait so far
 * @param waited the time that requests have waited so far, together
 * @param refusedByShare the requests refused because a user's share was in use
 * @param refusedByPool the requests refused because all connections were in use
 */
public record ShareFigures(
    Map<ConnectionPart, Integer> sizes,
    Map<ConnectionPart, Integer> used,
    int waiting,
    long waits,
    Duration waited,
    long refusedByShare,
    long refusedByPool) {
  public ShareFigures {
    sizes = Map.copyOf(sizes);
    used = Map.copyOf(used);
  }
}
