package dev.vitrine.soak;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Times of successful requests by kind, and the failures of the others. Thread-safe. */
final class Latencies {
  private static final int ENOUGH = 10;

  private final Map<OrdinaryUser.Kind, Collection<Long>> nanos = new ConcurrentHashMap<>();
  private final Collection<String> failures = new ConcurrentLinkedQueue<>();

  /** A request of a client. */
  @FunctionalInterface
  interface Request {
    void send() throws Exception;
  }

  /** Sends a request and notes its time, or its failure. */
  void time(OrdinaryUser.Kind kind, Request request) throws InterruptedException {
    long start = System.nanoTime();
    try {
      request.send();
      nanos
          .computeIfAbsent(kind, unused -> new ConcurrentLinkedQueue<>())
          .add(System.nanoTime() - start);
    } catch (InterruptedException end) {
      throw end;
    } catch (Exception failure) {
      // The end of the test interrupts requests, which the driver reports as an error.
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      failures.add(kind + " after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + failure);
    }
  }

  /** The median in milliseconds of the requests of a kind. */
  double median(OrdinaryUser.Kind kind) {
    return percentile(kind, 50);
  }

  /** A percentile in milliseconds. */
  double percentile(OrdinaryUser.Kind kind, int percent) {
    long[] sorted =
        nanos.getOrDefault(kind, List.of()).stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1e6;
  }

  /** Whether there are enough requests of each kind for a median. */
  boolean isEnough() {
    return Arrays.stream(OrdinaryUser.Kind.values()).allMatch(kind -> count(kind) >= ENOUGH);
  }

  int count(OrdinaryUser.Kind kind) {
    return nanos.getOrDefault(kind, List.of()).size();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }
}
