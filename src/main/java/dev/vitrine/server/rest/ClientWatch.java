package dev.vitrine.server.rest;

import dev.vitrine.error.VitrineException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds clients that close their connection, or die, while their request runs, so that the request
 * can be cancelled. The HTTP library reads nothing from a socket while a request runs; this selects
 * the sockets of requests that take longer than a second, twice a second, and reads nothing either.
 * Safe for use by several threads.
 */
public final class ClientWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  /** Interval of the checks for closed connections. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Shorter requests end before there is anything to gain. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final Selector selector;
  private final Runnable afterRound;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * Starts to watch.
   *
   * @param afterRound runs after each look at the clients
   */
  public ClientWatch(Runnable afterRound) {
    this.afterRound = afterRound;
    try {
      this.selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    this.thread = new Thread(this::watch, "vitrine-clients");
    thread.setDaemon(true);
    thread.start();
  }

  /** A request that runs. */
  public final class Watched implements AutoCloseable {
    private final SocketChannel channel;
    private final boolean encrypted;
    private final Runnable whenGone;
    private final long start = System.nanoTime();
    private volatile Optional<SelectionKey> key = Optional.empty();

    private Watched(SocketChannel channel, boolean encrypted, Runnable whenGone) {
      this.channel = channel;
      this.encrypted = encrypted;
      this.whenGone = whenGone;
    }

    /** The request has ended. */
    @Override
    public void close() {
      running.remove(this);
      key.ifPresent(SelectionKey::cancel);
    }

    private void look() {
      if (System.nanoTime() - start < LONG.toNanos()) {
        return;
      }
      boolean gone;
      try {
        gone = isGone();
      } catch (CancelledKeyException ended) {
        // The request ended in this moment.
        return;
      } catch (IOException broken) {
        gone = true;
      }
      if (gone) {
        cancel();
      }
    }

    /**
     * The only readable event is the end of the connection. On an encrypted connection, the only
     * message a client sends before the response is the close notification.
     */
    private boolean isGone() throws IOException {
      if (key.isEmpty()) {
        key = Optional.of(channel.register(selector, SelectionKey.OP_READ));
        selector.selectNow();
      }
      return key.get().isReadable()
          && (encrypted || channel.socket().getInputStream().available() == 0);
    }

    private void cancel() {
      try {
        whenGone.run();
      } catch (VitrineException failure) {
        LOG.debug("A request whose client has gone could not be cancelled yet", failure);
      }
    }
  }

  /**
   * Watches the client of a request whose body was read, until the result is closed.
   *
   * @param whenGone cancels the request; runs twice a second from then on until the request ends
   */
  public Watched watch(Context context, Runnable whenGone) {
    Watched watched = new Watched(channel(context), context.req().isSecure(), whenGone);
    running.add(watched);
    return watched;
  }

  private static SocketChannel channel(Context context) {
    Object transport =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    while (transport instanceof EndPoint endPoint) {
      transport = endPoint.getTransport();
    }
    return (SocketChannel) transport;
  }

  private void watch() {
    while (!stopped()) {
      try {
        // Also removes the keys of requests that have ended.
        selector.selectNow();
        running.forEach(Watched::look);
        selector.selectedKeys().clear();
        afterRound.run();
      } catch (ClosedChannelException stopped) {
        LOG.debug("The selector was closed", stopped);
      } catch (IOException | RuntimeException failure) {
        LOG.error("Clients could not be watched", failure);
      }
    }
  }

  private boolean stopped() {
    try {
      return stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      return true;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
      selector.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      LOG.debug("The selector did not close", failure);
    }
  }
}
