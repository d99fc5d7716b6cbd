package dev.vitrine.bench;

import java.util.ArrayList;
import java.util.List;

/** Times in nanoseconds. */
final class Samples {
  private final List<Long> nanos = new ArrayList<>();

  void add(long time) {
    nanos.add(time);
  }

  double medianMicros() {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / 1_000.0;
  }
}
