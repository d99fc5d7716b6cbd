package dev.vitrine.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.ProtobufService;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/**
 * The service of a server: each request is posted once and never again, since the server may have
 * carried out what it did not get to answer. Safe for use by several threads.
 */
final class HttpService extends ProtobufService {
  private static final String CONTENT_TYPE = "application/x-google-protobuf";
  private static final int UNAUTHORIZED = 401;
  private static final ProtobufTranslation MESSAGES = new ProtobufTranslationImpl();

  private final ServerAddress server;
  private final HttpClient client;
  private final Optional<Duration> deadline;

  /** Whether the server has answered before; what fails later was a connection and is lost. */
  private final AtomicBoolean reached;

  private HttpService(
      ServerAddress server, HttpClient client, Optional<Duration> deadline, AtomicBoolean reached) {
    this.server = requireNonNull(server);
    this.client = requireNonNull(client);
    this.deadline = requireNonNull(deadline);
    this.reached = reached;
  }

  static HttpService of(ServerAddress server, HttpClient client) {
    return new HttpService(server, client, Optional.empty(), new AtomicBoolean());
  }

  /** The same service, whose every request must be answered in time. */
  HttpService within(Duration time) {
    return new HttpService(server, client, Optional.of(time), reached);
  }

  /** The same service without a deadline. */
  HttpService patient() {
    return new HttpService(server, client, Optional.empty(), reached);
  }

  /** For Avatica, which wants a service before there can be one; it is replaced at once. */
  public static final class Unconnected implements Service.Factory {
    /** For Avatica, which makes plug-ins by their class name. */
    public Unconnected() {}

    @Override
    public Service create(AvaticaConnection connection) {
      return new ProtobufService() {
        @Override
        public Response _apply(Request request) {
          throw failure("The connection is closed.", "08003", 1405, null);
        }
      };
    }
  }

  @Override
  public Response _apply(Request request) {
    HttpResponse<byte[]> answer = post(request);
    Response response = parse(answer);
    reached.set(true);
    if (response instanceof ErrorResponse error) {
      throw error.toException();
    }
    return response;
  }

  private HttpResponse<byte[]> post(Request request) {
    try {
      HttpRequest.Builder message =
          HttpRequest.newBuilder(server.endpoint())
              .header("Authorization", server.authorization())
              .header("Content-Type", CONTENT_TYPE)
              .POST(HttpRequest.BodyPublishers.ofByteArray(MESSAGES.serializeRequest(request)));
      deadline.ifPresent(message::timeout);
      return client.send(message.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw late(e);
    } catch (IOException e) {
      throw lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("The thread was interrupted while the server worked.", "08006", 1406, e);
    }
  }

  private Response parse(HttpResponse<byte[]> answer) {
    boolean protobuf =
        answer.headers().firstValue("Content-Type").filter(CONTENT_TYPE::equals).isPresent();
    if (protobuf) {
      try {
        return MESSAGES.parseResponse(answer.body());
      } catch (IOException e) {
        throw failure("The answer of " + server.place() + " is garbled.", "08006", 1406, e);
      }
    }
    if (answer.statusCode() == UNAUTHORIZED) {
      throw failure("The user or the password is wrong.", "28000", 1208, null);
    }
    throw reached.get()
        ? failure("The server is not there any more.", "08006", 1406, null)
        : failure(
            "At "
                + server.place()
                + " there is no Vitrine server: HTTP "
                + answer.statusCode()
                + ".",
            "08001",
            1404,
            null);
  }

  private RuntimeException late(HttpTimeoutException e) {
    String message = "The server at " + server.place() + " did not answer in time.";
    return reached.get() ? failure(message, "08006", 1406, e) : failure(message, "08001", 1404, e);
  }

  private RuntimeException lost(IOException e) {
    return reached.get()
        ? failure("The connection to " + server.place() + " is lost.", "08006", 1406, e)
        : failure("The server at " + server.place() + " cannot be reached.", "08001", 1404, e);
  }

  private static RuntimeException failure(
      String message, String sqlState, int vendorCode, Throwable cause) {
    AvaticaClientRuntimeException failure =
        new AvaticaClientRuntimeException(
            message, vendorCode, sqlState, AvaticaSeverity.ERROR, List.of(), null);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
