package dev.vitrine.cli.migrate.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The body of a response that fails when no byte arrives for a time. The time limit of {@link
 * java.net.http.HttpClient} ends with the headers.
 */
final class TimedBody extends FilterInputStream {
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "import-idle");
            thread.setDaemon(true);
            return thread;
          });

  private final long idleNanos;
  private final ScheduledFuture<?> checks;
  private volatile boolean waiting;
  private volatile long waitsSince;
  private volatile boolean late;

  /**
   * @param idle longest time of one read
   */
  TimedBody(InputStream body, Duration idle) {
    super(body);
    this.idleNanos = idle.toNanos();
    long period = Math.max(1, idleNanos / 4);
    this.checks = TIMER.scheduleWithFixedDelay(this::check, period, period, TimeUnit.NANOSECONDS);
  }

  private void check() {
    if (waiting && System.nanoTime() - waitsSince > idleNanos) {
      late = true;
      try {
        // A read that waits for bytes ends.
        in.close();
      } catch (IOException alreadyBroken) {
        late = true;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    waitsSince = System.nanoTime();
    waiting = true;
    try {
      int count = super.read(buffer, offset, length);
      if (late) {
        throw idle();
      }
      return count;
    } catch (IOException failure) {
      if (!late) {
        throw failure;
      }
      IOException idle = idle();
      idle.addSuppressed(failure);
      throw idle;
    } finally {
      waiting = false;
    }
  }

  private IOException idle() {
    return new IOException("no bytes for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s");
  }

  @Override
  public void close() throws IOException {
    checks.cancel(false);
    super.close();
  }
}
