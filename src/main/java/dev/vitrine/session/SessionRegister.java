package dev.vitrine.session;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.upkeep.Background;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.SessionRow;
import dev.vitrine.store.relation.LiveSessions;
import dev.vitrine.store.vendor.StoreConflictException;
import dev.vitrine.store.vendor.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this process, each of which is a row of the store too: so every server lists all
 * of them, and removing a row ends its session. Safe for use by several threads.
 */
final class SessionRegister implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRegister.class);

  /** Maximum delay until a session that was ended by another server stops, plus one query. */
  private static final Duration POLL = Duration.ofSeconds(2);

  /** A third of the time after which a silent server is taken to be dead. */
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  /** Pause before a failed read or write is retried. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Interval of repeated cancellations of a session that ends. */
  private static final Duration CANCEL_AGAIN = Duration.ofMillis(100);

  private final Store store;
  private final Background background;
  private final String serverId = newId();
  private final Map<String, Session> open = new ConcurrentHashMap<>();
  private final Queue<String> closed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Whether a removal of rows of closed sessions will run. */
  private final AtomicBoolean removalPlanned = new AtomicBoolean();

  private volatile String serverName = "embedded";

  /** Guarded by this. */
  private boolean ended;

  private volatile Optional<Long> renewed = Optional.empty();

  /** Sessions that remain, and sessions whose user was dropped. */
  private record Standing(Set<String> current, Set<String> withoutUser) {}

  SessionRegister(Store store, Background background) {
    this.store = store;
    this.background = background;
  }

  /** A new public id of a session: random, and a word, so that SQL needs no quotes around it. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Sets the name of this process, before the first session. */
  void serverName(String name) {
    serverName = name;
  }

  /** Writes the row of a session that is about to be opened: one statement, hardly ever more. */
  void insert(
      StoreTransaction work,
      String sessionId,
      long userId,
      LoginCredentials proof,
      @Nullable String client,
      @Nullable String address) {
    if (isRenewalDue()) {
      renew(work);
    }
    work.sessions()
        .insert(
            new SessionRow(
                sessionId,
                serverId,
                userId,
                proof,
                Optional.ofNullable(client),
                Optional.ofNullable(address),
                UtcTime.now()));
  }

  /** The session's row is committed. */
  void opened(Session session) {
    open.put(session.id(), session);
    if (started.compareAndSet(false, true) && store.vendor() != Vendor.H2) {
      // An H2 store belongs to this process, which knows of every change that ends a session.
      background.every(POLL, this::poll);
    }
  }

  /** The session is closed; its row is deleted soon and is not listed on this server any more. */
  void closed(Session session) {
    if (open.remove(session.id()) != null) {
      closed.add(session.id());
      // One removal takes all rows; a thread for each of many sessions would only wait for it.
      if (removalPlanned.compareAndSet(false, true)) {
        background.run(this::removeClosed);
      }
    }
  }

  /** A parameter of the relation {@code sessions}. */
  String value(LiveSessions parameter) {
    return switch (parameter) {
      case SERVER -> serverId;
      case STATES ->
          open.values().stream()
              .map(session -> session.id() + session.activity().entry())
              .collect(Collectors.joining());
    };
  }

  /** Ends the sessions of this process whose rows were removed or whose credentials changed. */
  void sweep() {
    Set<String> before = Set.copyOf(open.keySet());
    if (before.isEmpty()) {
      return;
    }
    Optional<Standing> result;
    try {
      result =
          inControl(
              work ->
                  new Standing(
                      work.sessions().current(serverId), work.sessions().withoutUser(serverId)));
    } catch (VitrineException | StoreConflictException failure) {
      LOG.debug("Terminated sessions cannot be read; the read is retried", failure);
      if (store.vendor() == Vendor.H2) {
        background.after(RETRY, this::sweep);
      }
      return;
    }
    result.ifPresent(
        standing -> {
          for (String id : before) {
            Session session = open.get(id);
            if (session != null && !standing.current().contains(id)) {
              end(session, standing.withoutUser().contains(id));
            }
          }
        });
  }

  /**
   * Marks a session as ended and cancels its statement. A session of a dropped user reports that,
   * and further attempts are still recorded in the audit trail.
   */
  private void end(Session session, boolean withoutUser) {
    if (withoutUser) {
      // Only the running statement is cancelled; later ones get the error of an ended session.
      long running = session.activity().running();
      session
          .end()
          .abandon()
          .ifPresent(
              undoing -> {
                background.run(undoing);
                if (running != 0) {
                  background.until(
                      () -> session.activity().running() != running, CANCEL_AGAIN, session::cancel);
                }
              });
      return;
    }
    Runnable closing = session.end().terminate();
    session.cancel();
    background.run(closing);
    // A statement that had not reached the store yet when it was cancelled is cancelled again.
    background.until(session::isClosed, CANCEL_AGAIN, session::cancel);
  }

  private void poll() {
    removeClosed();
    if (open.isEmpty()) {
      return;
    }
    try {
      if (isRenewalDue()) {
        inControl(
            work -> {
              renew(work);
              return true;
            });
      }
      sweep();
    } catch (VitrineException | StoreConflictException failure) {
      LOG.debug("The row of this process cannot be renewed; the write is retried", failure);
    }
  }

  private boolean isRenewalDue() {
    return store.vendor() == Vendor.H2
        ? renewed.isEmpty()
        : renewed.map(at -> System.nanoTime() - at > RENEWAL.toNanos()).orElse(true);
  }

  private void renew(StoreTransaction work) {
    long now = System.nanoTime();
    if (renewed.isEmpty() || !work.sessions().renewServer(serverId)) {
      work.sessions().addServer(serverId, serverName);
    }
    work.afterCommit(() -> renewed = Optional.of(now));
  }

  private synchronized void removeClosed() {
    removalPlanned.set(false);
    List<String> ids = new ArrayList<>();
    for (String id = closed.poll(); id != null; id = closed.poll()) {
      ids.add(id);
    }
    if (ids.isEmpty()) {
      return;
    }
    try {
      inControl(
          work -> {
            work.sessions().deleteAll(ids);
            return true;
          });
    } catch (VitrineException | StoreConflictException failure) {
      LOG.debug("Rows of closed sessions cannot be removed; the removal is retried", failure);
      closed.addAll(ids);
      if (store.vendor() == Vendor.H2) {
        background.after(RETRY, this::removeClosed);
      }
    }
  }

  /** On a connection to the store that sessions cannot use up; empty once this is closed. */
  private synchronized <T> Optional<T> inControl(Function<StoreTransaction, T> work) {
    if (ended) {
      return Optional.empty();
    }
    try (StoreTransaction transaction = store.beginControl()) {
      T result = transaction.call(work);
      transaction.commit();
      return Optional.of(result);
    }
  }

  /**
   * Removes the rows of this process. In a store that is unreachable they age, and in one of H2 the
   * next process removes them.
   */
  @Override
  public synchronized void close() {
    try {
      if (renewed.isPresent() && store.vendor() != Vendor.H2 && store.isReachable(RETRY)) {
        inControl(
            work -> {
              work.sessions().removeServer(serverId);
              return true;
            });
      }
    } catch (VitrineException | StoreConflictException failure) {
      LOG.debug("The rows of this process's sessions cannot be removed", failure);
    } finally {
      ended = true;
    }
  }
}
