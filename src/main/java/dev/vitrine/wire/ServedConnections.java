package dev.vitrine.wire;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.protocol.RequestMessages;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;

/** The connections of a server's clients. Safe for use by several threads. */
public final class ServedConnections implements AutoCloseable {
  private static final int OK = 200;

  /** How long the session of a disconnected client is kept for it to return. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Engine engine;
  private final ConnectionLimits limits;
  private final Semaphore free;
  private final PlainTranslation translation = new PlainTranslation();

  private final OpenConnections connections = new OpenConnections();

  /** None yet, on {@code engine}, which stays the caller's to close. */
  public ServedConnections(Engine engine, ConnectionLimits limits) {
    this.engine = requireNonNull(engine);
    this.limits = requireNonNull(limits);
    this.free = new Semaphore(limits.connections());
  }

  /** The response to a request. */
  public static final class Reply {
    private final boolean failed;
    private final byte[] message;

    private Reply(boolean failed, byte[] message) {
      this.failed = failed;
      this.message = message;
    }

    /** Whether it is an error. */
    public boolean failed() {
      return failed;
    }

    /** In protobuf. */
    public byte[] message() {
      return message;
    }
  }

  /** An account for the memory of one request of a user; the caller closes it. */
  public MemoryAccount account(RemoteUser user) {
    return engine.memory().open(user.id());
  }

  /**
   * A protobuf request of an authenticated user; the caller closes it after sending the response.
   */
  public ServedRequest request(RemoteUser user, byte[] message) {
    RunningRequest running = RunningRequest.ofServer();
    return new ServedRequest(
        running,
        () -> {
          try {
            return answer(user, message, running);
          } catch (VirtualMachineError error) {
            return refuse(MachineErrors.translate(error));
          }
        });
  }

  private Reply answer(RemoteUser user, byte[] request, RunningRequest running) {
    VitrineMeta meta =
        new VitrineMeta(engine, Admission.served(user, limits, free), connections, running);
    ProtobufHandler handler =
        new ProtobufHandler(new LocalService(meta), translation, NoopMetricsSystem.getInstance());
    HandlerResponse<byte[]> response = handler.apply(request);
    byte[] message =
        changing(request)
            .flatMap(meta::state)
            .map(state -> state.addedTo(response.getResponse()))
            .orElseGet(response::getResponse);
    return new Reply(response.getStatusCode() != OK, message);
  }

  private static Optional<String> changing(byte[] request) {
    try {
      return RequestMessages.changing(request);
    } catch (ServiceException e) {
      // The message is malformed, which the response already reports.
      return Optional.empty();
    }
  }

  /** The response to a request that was refused before it was parsed. */
  public Reply refuse(VitrineException refusal) {
    try {
      return new Reply(true, translation.serializeResponse(WireErrors.response(refusal)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of open connections. */
  public int open() {
    return limits.connections() - free.availablePermits();
  }

  /** Closes idle connections and rolls back their transactions. */
  public void expire() {
    connections.closeIdle(limits.idle(), free::release);
  }

  /** Closes connections whose clients went while a statement ran, and did not come back. */
  public void closeAbandoned() {
    connections.closeAbandoned(GRACE, free::release);
  }

  @Override
  public void close() {
    connections.closeAll(free::release);
  }
}
