package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Maps whose entries expire, with a maximum number of entries. */
final class BoundedMemory {
  private BoundedMemory() {}

  /** Entries expire a time after they were written. */
  static Caffeine<Object, Object> of(Clock clock, Duration memory, long room) {
    return bounded(clock, room).expireAfterWrite(memory);
  }

  /** Entries expire a time after they were last read or written. */
  static Caffeine<Object, Object> ofUsed(Clock clock, Duration memory, long room) {
    return bounded(clock, room).expireAfterAccess(memory);
  }

  private static Caffeine<Object, Object> bounded(Clock clock, long room) {
    return Caffeine.newBuilder()
        .maximumSize(room)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run);
  }
}
