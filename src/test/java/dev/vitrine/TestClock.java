package dev.vitrine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. */
public final class TestClock extends Clock {
  private volatile Instant now;

  /** Shows the present. */
  public TestClock() {
    now = Instant.now();
  }

  /** Moves it. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** Puts it to another time. */
  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("its zone is UTC");
  }
}
