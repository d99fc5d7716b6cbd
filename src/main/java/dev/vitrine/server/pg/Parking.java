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
final class Parking implements AutoCloseable {
  private static final long TICK_MILLIS = 500;

  private final Selector selector;
  private final Queue<Guest> arriving = new ConcurrentLinkedQueue<>();
  private final Queue<Guest> leaving = new ConcurrentLinkedQueue<>();
  private final Runnable tick;
  private final Thread thread;
  private volatile boolean closed;

  /** A connection that can wait. */
  interface Guest {
    SocketChannel channel();

    /** Whether it must not wait any more. */
    boolean isLeaving();

    /** There is input, or the connection ended, or {@link Parking#release} was called. */
    void ready();
  }

  /**
   * @param tick runs about twice a second
   */
  Parking(Runnable tick) {
    this.tick = tick;
    try {
      this.selector = Selector.open();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    this.thread = new Thread(this::watch, "vitrine-pg-parking");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Lets a connection wait for input. */
  void park(Guest guest) {
    arriving.add(guest);
    selector.wakeup();
  }

  /** Takes a connection out, if it waits, as if it had input. */
  void release(Guest guest) {
    leaving.add(guest);
    selector.wakeup();
  }

  private void watch() {
    long next = System.nanoTime();
    while (!closed) {
      try {
        selector.select(TICK_MILLIS);
        // Keys that were cancelled before are removed now, so their channels can register again.
        List<Guest> ready = new ArrayList<>();
        admit(ready);
        for (SelectionKey key : selector.selectedKeys()) {
          leave(key, ready);
        }
        selector.selectedKeys().clear();
        for (Guest guest = leaving.poll(); guest != null; guest = leaving.poll()) {
          SelectionKey key = guest.channel().keyFor(selector);
          if (key != null && key.isValid()) {
            leave(key, ready);
          }
        }
        ready.forEach(Guest::ready);
        if (System.nanoTime() - next > 0) {
          next = System.nanoTime() + TICK_MILLIS * 1_000_000;
          tick.run();
        }
      } catch (IOException | RuntimeException exception) {
        PgDoor.LOG.warn("Waiting for PostgreSQL clients failed; it is retried", exception);
      }
    }
  }

  private void admit(List<Guest> ready) {
    for (Guest guest = arriving.poll(); guest != null; guest = arriving.poll()) {
      try {
        guest.channel().configureBlocking(false);
        SelectionKey key = guest.channel().register(selector, SelectionKey.OP_READ, guest);
        if (guest.isLeaving()) {
          leave(key, ready);
        }
      } catch (IOException | CancelledKeyException exception) {
        PgDoor.LOG.debug("A connection ended before it could wait", exception);
        ready.add(guest);
      }
    }
  }

  private static void leave(SelectionKey key, List<Guest> ready) {
    key.cancel();
    Guest guest = (Guest) key.attachment();
    try {
      key.channel().configureBlocking(true);
    } catch (ClosedChannelException exception) {
      PgDoor.LOG.debug("A connection was closed while it waited", exception);
    } catch (IOException exception) {
      PgDoor.LOG.warn("A connection cannot be read", exception);
    }
    ready.add(guest);
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
      PgDoor.LOG.warn("The selector of PostgreSQL clients could not be closed", exception);
    }
  }
}
