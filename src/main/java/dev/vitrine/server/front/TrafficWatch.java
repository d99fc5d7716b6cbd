package dev.vitrine.server.front;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks all open connections and requests periodically, on a separate thread. */
public final class TrafficWatch extends AbstractLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(TrafficWatch.class);

  /** Maximum interval of the checks. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Checks during the allowed time without progress. */
  private static final int LOOKS_IN_A_STALL = 4;

  /** An object that is checked. */
  @FunctionalInterface
  public interface Watched {
    /**
     * Ends connections and requests that exceed their limits.
     *
     * @param now in nanoseconds, see {@link System#nanoTime}
     */
    void check(long now);
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final long pause;
  private @Nullable ScheduledExecutorService timer;

  /** Looks at least every second. */
  public TrafficWatch(TrafficLimits limits) {
    Duration shortest =
        limits.stall().compareTo(limits.headers()) < 0 ? limits.stall() : limits.headers();
    long quarter = Math.max(1, shortest.toMillis() / LOOKS_IN_A_STALL);
    this.pause = Math.min(LONGEST_PAUSE.toMillis(), quarter);
  }

  /** Looks at something until it is removed or the server stops. */
  public void add(Watched some) {
    watched.add(some);
  }

  void remove(Watched some) {
    watched.remove(some);
  }

  @Override
  protected void doStart() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "vitrine-traffic");
              thread.setDaemon(true);
              return thread;
            });
    // The task logs its own failures; nothing waits for this future.
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    timer = executor;
  }

  private void look() {
    long now = System.nanoTime();
    for (Watched some : watched) {
      try {
        some.check(now);
      } catch (RuntimeException exception) {
        // The others must be checked nevertheless.
        LOG.error("A connection or a request could not be checked", exception);
      }
    }
  }

  @Override
  protected void doStop() {
    requireNonNull(timer).shutdownNow();
    watched.clear();
  }
}
