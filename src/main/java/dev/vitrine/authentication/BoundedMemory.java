package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Maps that forget what was written some time ago, and have room for so many entries. */
final class BoundedMemory {
  private BoundedMemory() {}

  static Caffeine<Object, Object> of(Clock clock, Duration memory, long room) {
    return Caffeine.newBuilder()
        .expireAfterWrite(memory)
        .maximumSize(room)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run);
  }
}
