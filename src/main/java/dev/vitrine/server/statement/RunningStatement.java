package dev.vitrine.server.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A statement that waits, runs or has ended. Safe for use by several threads. */
final class RunningStatement implements Runnable, AutoCloseable {
  /** The time for which a result is kept after the statement has ended. */
  static final Duration RETENTION = Duration.ofMinutes(15);

  /** The time in which a cancelled statement is expected to end. */
  static final Duration CANCEL_TIME = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RunningStatement.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** 256 random bits. */
  private static final int SECRET_BYTES = 32;

  private final String id = UUID.randomUUID().toString();
  private final String secret = secret();
  private final RemoteUser user;
  private final StatementRequest request;
  private final Engine engine;
  private final Limits limits;
  private final MemoryAccount memory;
  private final Cancellation call = new Cancellation();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guarded by this, as is all that follows. */
  private StatementState state = StatementState.PENDING;

  private boolean cancelled;
  private Optional<StatementResult> result = Optional.empty();
  private Optional<VitrineException> failure = Optional.empty();
  private Instant expires = Instant.MAX;

  RunningStatement(RemoteUser user, StatementRequest request, Engine engine, Limits limits) {
    this.user = user;
    this.request = request;
    this.engine = engine;
    this.limits = limits;
    this.memory = engine.memory().open(user.id());
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What a client sees of a statement at one time. */
  record Snapshot(
      StatementState state,
      Optional<StatementResult> result,
      Optional<VitrineException> failure,
      Instant expires) {}

  String id() {
    return id;
  }

  long userId() {
    return user.id();
  }

  StatementRequest request() {
    return request;
  }

  /** The part of links to the result that permits their use. */
  String linkSecret() {
    return secret;
  }

  boolean permits(String given) {
    return MessageDigest.isEqual(secret.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(state, result, failure, expires);
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      succeed(MachineErrors.contained(this::read));
    } catch (VitrineException exception) {
      fail(exception);
    } catch (RuntimeException | Error exception) {
      String errorId = UUID.randomUUID().toString();
      LOG.error("A statement failed: internal error {}", errorId, exception);
      fail(VitrineException.internal(errorId, exception));
    }
  }

  private synchronized boolean begin() {
    if (state != StatementState.PENDING) {
      return false;
    }
    state = StatementState.RUNNING;
    return true;
  }

  private StatementResult read() {
    try (Session session = engine.session(user)) {
      request.catalog().ifPresent(session::useCatalog);
      request.schema().ifPresent(session::useSchema);
      return session.under(call, () -> read(session));
    }
  }

  /** The result is that of the last statement; the session releases those before. */
  private StatementResult read(Session session) {
    List<Outcome> outcomes = request.statement().run(session, limits);
    return new ResultReader(request, memory).read(outcomes.get(outcomes.size() - 1));
  }

  private synchronized void succeed(StatementResult read) {
    if (!state.isFinal()) {
      result = Optional.of(read);
      end(StatementState.SUCCEEDED);
    }
  }

  private synchronized void fail(VitrineException problem) {
    if (state.isFinal()) {
      return;
    }
    memory.close();
    if (cancelled && problem.code() == ErrorCode.QUERY_CANCELED) {
      end(StatementState.CANCELED);
    } else {
      failure = Optional.of(problem);
      end(StatementState.FAILED);
    }
  }

  /** Under the lock of this. */
  private void end(StatementState reached) {
    state = reached;
    expires = Instant.now().plus(RETENTION);
    call.close();
    ended.countDown();
  }

  /** Waits until the statement has ended, or for this time. */
  void await(Duration time) {
    try {
      if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("A statement goes on after the wait of its request");
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the statement; has no effect on one that has ended. */
  void cancel() {
    synchronized (this) {
      cancelled = true;
      if (state == StatementState.PENDING) {
        fail(call.failure());
      }
    }
    call.cancel();
  }

  /** Releases the memory of the result. */
  @Override
  public synchronized void close() {
    cancel();
    result = Optional.empty();
    memory.close();
  }
}
