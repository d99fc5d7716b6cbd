package dev.vitrine.server.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The connections that wait for their clients, in one thread for all. A connection with input is
 * taken out and handed to its worker. Safe for use by several threads.
 */
final class IdleConnections implements AutoCloseable {
  /** Milliseconds between two checks of time limits, which are seconds. */
  private static final long TICK_MILLIS = 500;

  private final Selector selector;
  private final Queue<Client> arriving = new ConcurrentLinkedQueue<>();
  private final Queue<Client> leaving = new ConcurrentLinkedQueue<>();
  private final Runnable tick;
  private final Thread thread;
  private volatile boolean closed;

  /** A connection that can wait. */
  interface Client {
    SocketChannel channel();

    /** Whether it must not wait any more. */
    boolean isLeaving();

    /** There is input, or the connection ended, or {@link IdleConnections#release} was called. */
    void ready();
  }

  /**
   * @param tick runs about twice a second
   */
  IdleConnections(Runnable tick) {
    this.tick = tick;
    try {
      this.selector = Selector.open();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    this.thread = new Thread(this::watch, "vitrine-pg-idle");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Lets a connection wait for input. */
  void add(Client client) {
    arriving.add(client);
    selector.wakeup();
  }

  /** Takes a connection out, if it waits, as if it had input. */
  void release(Client client) {
    leaving.add(client);
    selector.wakeup();
  }

  private void watch() {
    long next = System.nanoTime();
    while (!closed) {
      try {
        selector.select(TICK_MILLIS);
        // Keys that were cancelled before are removed now, so their channels can register again.
        List<Client> ready = new ArrayList<>();
        admit(ready);
        for (SelectionKey key : selector.selectedKeys()) {
          leave(key, ready);
        }
        selector.selectedKeys().clear();
        for (Client client = leaving.poll(); client != null; client = leaving.poll()) {
          SelectionKey key = client.channel().keyFor(selector);
          if (key != null && key.isValid()) {
            leave(key, ready);
          }
        }
        ready.forEach(Client::ready);
        if (System.nanoTime() - next > 0) {
          next = System.nanoTime() + TICK_MILLIS * 1_000_000;
          tick.run();
        }
      } catch (IOException | RuntimeException exception) {
        PgListener.LOG.warn("Waiting for PostgreSQL clients failed; it is retried", exception);
      }
    }
  }

  private void admit(List<Client> ready) {
    for (Client client = arriving.poll(); client != null; client = arriving.poll()) {
      try {
        client.channel().configureBlocking(false);
        SelectionKey key = client.channel().register(selector, SelectionKey.OP_READ, client);
        if (client.isLeaving()) {
          leave(key, ready);
        }
      } catch (IOException | CancelledKeyException exception) {
        PgListener.LOG.debug("A connection ended before it could wait", exception);
        ready.add(client);
      }
    }
  }

  private static void leave(SelectionKey key, List<Client> ready) {
    key.cancel();
    Client client = (Client) key.attachment();
    try {
      key.channel().configureBlocking(true);
    } catch (ClosedChannelException exception) {
      PgListener.LOG.debug("A connection was closed while it waited", exception);
    } catch (IOException exception) {
      PgListener.LOG.warn("A connection cannot be read", exception);
    }
    ready.add(client);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    } catch (IOException exception) {
      PgListener.LOG.warn("The selector of PostgreSQL clients could not be closed", exception);
    }
  }
}
