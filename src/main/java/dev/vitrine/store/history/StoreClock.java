package dev.vitrine.store.history;

import dev.vitrine.store.vendor.Vendor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the store's database, so that servers with skewed clocks record comparable times.
 * Its distance to the clock of this process is measured again when it is too old. Safe for use by
 * several threads.
 */
public final class StoreClock {
  /** How long a measured distance is used; quartz clocks drift by some milliseconds meanwhile. */
  private static final Duration MEASURED_FOR = Duration.ofMinutes(5);

  private final Vendor vendor;
  private final Clock clock;

  private record Measured(Duration ahead, long nanoTime) {}

  private volatile @Nullable Measured measured;

  /** The clock of a kind of database. */
  public StoreClock(Vendor vendor) {
    this(vendor, Clock.systemUTC());
  }

  StoreClock(Vendor vendor, Clock clock) {
    this.vendor = vendor;
    this.clock = clock;
  }

  /** The present in UTC, to the millisecond. */
  public LocalDateTime now(Handle handle) {
    Instant now = clock.instant();
    if (vendor == Vendor.POSTGRESQL) {
      now = now.plus(ahead(handle));
    }
    return LocalDateTime.ofInstant(now, ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  /** How far the database's clock is ahead. */
  private Duration ahead(Handle handle) {
    Measured last = measured;
    if (last != null && System.nanoTime() - last.nanoTime() < MEASURED_FOR.toNanos()) {
      return last.ahead();
    }
    Instant before = clock.instant();
    LocalDateTime there =
        handle
            .createQuery("SELECT CLOCK_TIMESTAMP() AT TIME ZONE 'UTC'")
            .mapTo(LocalDateTime.class)
            .one();
    Duration tripTime = Duration.between(before, clock.instant());
    Instant middle = before.plus(tripTime.dividedBy(2));
    Duration ahead = Duration.between(middle, there.toInstant(ZoneOffset.UTC));
    measured = new Measured(ahead, System.nanoTime());
    return ahead;
  }
}
