package dev.vitrine.server.pg;

import static java.util.Objects.requireNonNull;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.Startup.SignedIn;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.message.ErrorFields.Severity;
import dev.vitrine.server.pg.message.MessageFields;
import dev.vitrine.server.pg.run.PgSession;
import dev.vitrine.server.pg.sql.VariableNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client. A worker serves it while there is input; in between it waits without a thread. The
 * other methods may be called from any thread.
 */
final class PgConnection implements IdleConnections.Client {
  /** Maximum bytes of a message: a text of the largest size, or parameters. */
  private static final int LONGEST = 16 << 20;

  /** A token is checked again when a statement comes this much later, in nanoseconds. */
  private static final long TOKEN_CHECK = Duration.ofSeconds(2).toNanos();

  private final PgListener listener;
  private final PgChannel channel;
  private final Startup startup;
  private final int secret = PgConnections.random();
  private final long opened = System.nanoTime();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int processId;
  private long tokenChecked = opened;

  /** Empty before the sign-in. */
  private volatile Optional<SignedIn> user = Optional.empty();

  private volatile @Nullable PgSession session;
  private @Nullable QueryProtocol protocol;
  private volatile Cancellation running = Cancellation.NEVER;
  private volatile boolean idle;
  private volatile long lastUsed = opened;

  /** Why the connection must end; empty while it goes on. */
  private volatile Optional<ErrorFields> ending = Optional.empty();

  PgConnection(PgListener listener, PgChannel channel, Startup startup) {
    this.listener = listener;
    this.channel = channel;
    this.startup = startup;
  }

  void processId(int id) {
    processId = id;
  }

  int processId() {
    return processId;
  }

  /** When the client connected, in nanoseconds. */
  long opened() {
    return opened;
  }

  /** Whether it has not signed in. */
  boolean isUnknown() {
    return user.isEmpty();
  }

  boolean isIdle() {
    return idle;
  }

  /** Whether the sign-in took, or a client has been silent for, too long. */
  boolean isOverdue(Duration signInTime) {
    return isUnknown() && System.nanoTime() - opened > signInTime.toNanos();
  }

  boolean isIdle(Duration time) {
    return idle && System.nanoTime() - lastUsed > time.toNanos();
  }

  boolean isStalled(Duration time) {
    return channel.isStalled(time);
  }

  @Override
  public SocketChannel channel() {
    return channel.channel();
  }

  @Override
  public boolean isLeaving() {
    return ending.isPresent();
  }

  @Override
  public void ready() {
    idle = false;
    if (user.isPresent()) {
      listener.serve(user.get().user().name(), this::serve);
    } else {
      listener.serve(channel.peer(), this::serve);
    }
  }

  /** Cancels the running statement if the secret is right. */
  void cancel(int given) {
    if (given == secret) {
      running.cancel();
    }
  }

  /** Ends the connection after the running message, with an error for the client. */
  void end(ErrorFields reason) {
    ending = Optional.of(reason);
    listener.idle().release(this);
  }

  /** Ends the connection without waiting for a running message. */
  void drop() {
    running.cancel();
    end(fatal("57P01", "The connection was closed by the server."));
    if (!idle) {
      channel.abort();
    }
  }

  static ErrorFields fatal(String sqlState, String message) {
    return new ErrorFields(Severity.FATAL, sqlState, message, "", 0, "");
  }

  /** Serves the client while it has sent something. */
  private void serve() {
    try {
      boolean goesOn = true;
      while (goesOn && (ending.isEmpty() || isInBatch())) {
        goesOn = step();
        if (goesOn && !channel.hasInput()) {
          channel.flush();
          becomeIdle();
          return;
        }
      }
      if (ending.isPresent()) {
        farewell(ending.get());
      }
    } catch (VitrineException failure) {
      ErrorFields fields = ErrorFields.of(Severity.FATAL, failure, 0);
      farewell(
          failure.code() == ErrorCode.AUTHENTICATION_FAILED
              ? fields.withSqlState("28P01")
              : failure.code() == ErrorCode.CATALOG_NOT_FOUND
                  ? fields.withSqlState("3D000")
                  : fields);
    } catch (IOException | UncheckedIOException failure) {
      PgListener.LOG.debug("A PostgreSQL client has gone", failure);
    } catch (RuntimeException | Error failure) {
      farewell(ErrorFields.of(Severity.FATAL, Failures.translate(failure), 0));
    }
    close();
  }

  /** Whether the rest of an extended query has arrived, which the client expects to run too. */
  private boolean isInBatch() throws IOException {
    QueryProtocol queries = protocol;
    return queries != null && queries.isInBatch() && channel.hasInput();
  }

  private void becomeIdle() {
    channel.rest();
    lastUsed = System.nanoTime();
    idle = true;
    listener.idle().add(this);
  }

  private void farewell(ErrorFields reason) {
    try {
      reason.writeTo(channel.out());
      channel.flush();
    } catch (IOException failure) {
      PgListener.LOG.debug("A PostgreSQL client has gone", failure);
    }
  }

  private boolean step() throws IOException {
    QueryProtocol queries = protocol;
    if (queries == null) {
      boolean goesOn = startup.step();
      startup.signedIn().ifPresent(this::welcome);
      return goesOn;
    }
    Optional<MessageFields> message = channel.read(LONGEST);
    if (message.isEmpty()) {
      return false;
    }
    checkToken();
    return handled(queries, message.get());
  }

  private boolean handled(QueryProtocol queries, MessageFields message) throws IOException {
    PgSession own = requireNonNull(session);
    int bytes = message.remaining();
    try (Cancellation call = new Cancellation()) {
      running = call;
      own.under(call);
      own.session().memory().reserve(bytes);
      return own.session().under(call, () -> unchecked(queries, message));
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } finally {
      running = Cancellation.NEVER;
      own.session().memory().release(bytes);
    }
  }

  private static boolean unchecked(QueryProtocol queries, MessageFields message) {
    try {
      return queries.handle(message);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A token can expire while the connection is open. */
  private void checkToken() {
    Optional<Bearer> token = user.flatMap(SignedIn::token);
    if (token.isPresent() && System.nanoTime() - tokenChecked > TOKEN_CHECK) {
      listener.signIn().user(user.orElseThrow().user().name(), token.get(), channel.peer());
      tokenChecked = System.nanoTime();
    }
  }

  private void welcome(SignedIn known) {
    listener.connections().enter(known.user().name());
    user = Optional.of(known);
    PgSession own = listener.sessions().open(known.user(), known.parameters());
    session = own;
    own.processId(processId);
    own.session()
        .end()
        .with(
            () -> end(fatal("57P01", "The session was terminated.")),
            () -> end(fatal("28000", "The session's user was dropped.")));
    protocol = new QueryProtocol(channel, own);
    channel.out().begin('R').int32(0).end();
    VariableNames.REPORTED.forEach(
        (name, reported) ->
            channel.out().begin('S').text(reported).text(own.variables().get(name)).end());
    channel.out().begin('K').int32(processId).int32(secret).end();
    channel.out().begin('Z').int8('I').end();
  }

  /** Closes the connection and its session; by its worker. */
  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    channel.close();
    listener.connections().remove(this);
    user.ifPresent(known -> listener.connections().leave(known.user().name()));
    PgSession own = session;
    if (own != null) {
      try {
        own.close();
      } catch (VitrineException failure) {
        PgListener.LOG.warn("A session of a PostgreSQL client did not end properly", failure);
      }
    }
  }
}
