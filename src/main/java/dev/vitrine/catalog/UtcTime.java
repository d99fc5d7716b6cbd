package dev.vitrine.catalog;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The present in UTC, in milliseconds: the precision of the timestamps in the store. */
public final class UtcTime {
  private UtcTime() {}

  public static LocalDateTime now() {
    return now(Clock.systemUTC());
  }

  public static LocalDateTime now(Clock clock) {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }
}
