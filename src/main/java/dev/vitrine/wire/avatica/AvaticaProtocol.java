package dev.vitrine.wire.avatica;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.protocol.RequestMessages;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.wire.RequestContext;
import dev.vitrine.wire.ServedConnections;
import dev.vitrine.wire.SessionService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;

/** Runs Avatica's protobuf requests on the connections of a server. Safe for several threads. */
public final class AvaticaProtocol {
  private static final int OK = 200;

  private final ServedConnections connections;
  private final PlainTranslation translation = new PlainTranslation();

  public AvaticaProtocol(ServedConnections connections) {
    this.connections = connections;
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

    /** The message, in protobuf. */
    public byte[] message() {
      return message;
    }
  }

  /**
   * Runs a request of an authenticated user.
   *
   * @param context to be closed after the reply was sent
   */
  public Reply answer(RemoteUser user, byte[] request, RequestContext context) {
    try {
      SessionService service = connections.service(user, context);
      ProtobufHandler handler =
          new ProtobufHandler(
              new LocalService(new AvaticaMeta(service)),
              translation,
              NoopMetricsSystem.getInstance());
      HandlerResponse<byte[]> response = handler.apply(request);
      byte[] message =
          changing(request)
              .flatMap(service::state)
              .map(state -> state.addedTo(response.getResponse()))
              .orElseGet(response::getResponse);
      return new Reply(response.getStatusCode() != OK, message);
    } catch (VirtualMachineError error) {
      return refuse(MachineErrors.translate(error));
    }
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
      return new Reply(true, translation.serializeResponse(AvaticaErrors.response(refusal)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
