package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions of which no event is sent. */
public final class Polling {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Between two checks, so that the wait leaves the processors to the tests in other JVMs. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Polling() {}

  /** A condition that may fail to be checked. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  /** Waits until a condition holds; fails after 60 seconds. */
  public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(end);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
