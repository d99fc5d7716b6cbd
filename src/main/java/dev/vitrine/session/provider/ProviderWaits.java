package dev.vitrine.session.provider;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Bounds the threads that wait for providers, so that a slow provider does not occupy all threads
 * of a server. Safe for use by several threads.
 */
final class ProviderWaits {
  /** Threads that wait for one provider; a server has 64 for transfers of files. */
  static final int OF_PROVIDER = 24;

  /** Threads that wait for providers; the other transfers of a server go on. */
  static final int ALL = 48;

  private final Map<String, Integer> waiting = new HashMap<>();
  private int all;

  /** Counts the current thread until {@link #leave}; false if too many wait already. */
  synchronized boolean enter(String provider) {
    if (all == ALL || waiting.getOrDefault(provider, 0) == OF_PROVIDER) {
      return false;
    }
    all++;
    waiting.merge(provider, 1, Integer::sum);
    return true;
  }

  synchronized void leave(String provider) {
    all--;
    waiting.computeIfPresent(provider, (name, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Does work that waits for a provider.
   *
   * @throws VitrineException TOO_MANY_CONNECTIONS when too many wait already
   */
  <T> T run(String provider, Supplier<T> work) {
    if (!enter(provider)) {
      throw new VitrineException(
              ErrorCode.TOO_MANY_CONNECTIONS,
              "Too many requests wait for providers of shares at present.")
          .withHint("Try again later. One of the providers responds slowly.");
    }
    try {
      return work.get();
    } finally {
      leave(provider);
    }
  }
}
