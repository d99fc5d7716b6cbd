package dev.vitrine.share;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time limit of one request, and the lowest speed of its response; also ends a request whose
 * thread was interrupted. The limit closes the sockets below the streams: to close a stream waits
 * for the thread that reads it, so a provider that sends a byte from time to time could delay that
 * without end. Safe for use by several threads.
 */
final class RequestLimit implements AutoCloseable {
  /** Bytes per second that a response must have on average, after {@link ShareLimits#REQUEST}. */
  static final long SLOWEST = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(RequestLimit.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "share-limit");
            thread.setDaemon(true);
            return thread;
          });

  /** The thread that sends the request; an interrupt of it ends the request. */
  private final Thread owner = Thread.currentThread();

  private final Duration within;
  private final LongSupplier nanos;
  private final long begin;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile long received;

  /** Time since which the caller works on bytes that it has read; 0 while it waits for more. */
  private volatile long workingSince;

  /** Nanoseconds of earlier such work, which are no delay of the provider. */
  private volatile long worked;

  private @Nullable Future<?> looks;
  private @Nullable String problem;

  RequestLimit(Duration within) {
    this(within, System::nanoTime);
  }

  /**
   * @param nanos a clock, as {@link System#nanoTime}
   */
  RequestLimit(Duration within, LongSupplier nanos) {
    this.within = within;
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
  }

  /** Limits a connection until this is closed. */
  synchronized void start(HttpURLConnection connection) {
    looks =
        TIMER.scheduleWithFixedDelay(
            () -> look(connection),
            Math.min(LOOK.toMillis(), within.toMillis()),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private synchronized void look(HttpURLConnection connection) {
    if (problem == null && exceeded()) {
      sockets.forEach(RequestLimit::close);
      if (sockets.isEmpty()) {
        // Plain HTTP to this machine: its socket is not known here, and this may wait for a reader.
        Thread closing = new Thread(connection::disconnect, "share-disconnect");
        closing.setDaemon(true);
        closing.start();
      }
    }
  }

  /** Whether the request has ended or has to end; then there is a problem. */
  synchronized boolean exceeded() {
    long now = nanos.getAsLong();
    if (problem == null && owner.isInterrupted()) {
      problem = "The request was cancelled.";
    }
    if (problem == null && now - begin >= within.toNanos()) {
      problem =
          "The provider did not respond completely within " + within.toSeconds() + " seconds.";
    }
    long since = workingSince;
    long own = worked + (since == 0 ? 0 : now - since);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(now - begin - own);
    if (problem == null
        && seconds > ShareLimits.REQUEST.toSeconds()
        && received < seconds * SLOWEST) {
      problem = "The provider sends less than " + (SLOWEST >> 10) + " KiB per second.";
    }
    return problem != null;
  }

  /** The limit that the request has exceeded: one sentence; empty if it has exceeded none. */
  synchronized Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * Adds a socket of the request, which is closed at its end.
   *
   * @throws SocketTimeoutException when the request has ended
   */
  synchronized void add(Socket socket) throws SocketTimeoutException {
    sockets.add(socket);
    if (problem != null) {
      close(socket);
      throw new SocketTimeoutException(problem);
    }
  }

  /** The same bytes; reading them fails when the limit is exceeded. */
  InputStream checking(InputStream bytes) {
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        beginRead();
        int next = super.read();
        endRead(next < 0 ? 0 : 1);
        return next;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        beginRead();
        int count = super.read(into, offset, length);
        endRead(count);
        return count;
      }
    };
  }

  /** Only one thread reads a response. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void beginRead() {
    if (workingSince != 0) {
      worked += nanos.getAsLong() - workingSince;
      workingSince = 0;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void endRead(int bytes) throws SocketTimeoutException {
    received += Math.max(bytes, 0);
    workingSince = nanos.getAsLong();
    if (bytes > 0 && exceeded()) {
      throw new SocketTimeoutException(problem);
    }
  }

  @Override
  public synchronized void close() {
    if (looks != null) {
      looks.cancel(false);
    }
    sockets.forEach(RequestLimit::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      LOG.debug("A connection to a provider could not be closed", failure);
    }
  }
}
