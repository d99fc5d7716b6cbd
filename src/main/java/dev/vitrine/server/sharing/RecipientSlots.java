package dev.vitrine.server.sharing;

import java.util.HashMap;
import java.util.Map;

/** Limits the number of concurrent requests of each recipient. Safe for use by several threads. */
final class RecipientSlots {
  /** Maximum concurrent requests of a recipient. */
  static final int MOST = 4;

  /** Running requests by recipient; guarded by this. */
  private final Map<Long, Integer> running = new HashMap<>();

  /** Whether one more request of the recipient may run; then {@link #leave} must follow. */
  synchronized boolean enter(long recipient) {
    int count = running.getOrDefault(recipient, 0);
    if (count == MOST) {
      return false;
    }
    running.put(recipient, count + 1);
    return true;
  }

  /** Ends a request of the recipient. */
  synchronized void leave(long recipient) {
    running.computeIfPresent(recipient, (id, count) -> count == 1 ? null : count - 1);
  }
}
