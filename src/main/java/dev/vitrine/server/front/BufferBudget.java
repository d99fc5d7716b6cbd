package dev.vitrine.server.front;

import java.util.HashMap;
import java.util.Map;

/** Bytes in memory for slow callers. Safe for use by several threads. */
final class BufferBudget {
  private final long most;
  private final long mostOfCaller;
  private final Map<String, Long> callers = new HashMap<>();
  private long taken;

  /** Result of a reservation. */
  enum Taken {
    YES,
    CALLER_HAS_ENOUGH,
    ALL_GONE
  }

  BufferBudget(long most) {
    this.most = most;
    this.mostOfCaller = most / 2;
  }

  synchronized Taken take(String caller, long bytes) {
    long had = callers.getOrDefault(caller, 0L);
    if (had + bytes > mostOfCaller) {
      return Taken.CALLER_HAS_ENOUGH;
    }
    if (taken + bytes > most) {
      return Taken.ALL_GONE;
    }
    taken += bytes;
    callers.put(caller, had + bytes);
    return Taken.YES;
  }

  synchronized void give(String caller, long bytes) {
    taken -= bytes;
    callers.computeIfPresent(caller, (key, had) -> had == bytes ? null : had - bytes);
  }
}
