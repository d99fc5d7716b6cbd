package dev.vitrine.jdbc;

import static java.util.Objects.requireNonNull;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.MessageService;
import dev.vitrine.protocol.ServiceException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The service of a server: each request is posted once and never again, since the server may have
 * carried out what it did not get to answer. Safe for use by several threads.
 */
final class HttpService extends MessageService {
  private static final String CONTENT_TYPE = "application/x-google-protobuf";
  private static final int UNAUTHORIZED = 401;

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

  @Override
  protected byte[] exchange(byte[] request) {
    HttpResponse<byte[]> answer = post(request);
    boolean protobuf =
        answer.headers().firstValue("Content-Type").filter(CONTENT_TYPE::equals).isPresent();
    if (protobuf) {
      reached.set(true);
      return answer.body();
    }
    if (answer.statusCode() == UNAUTHORIZED) {
      throw new ServiceException(
          Condition.AUTHENTICATION_FAILED, "The user or the password is wrong.");
    }
    throw reached.get()
        ? new ServiceException(Condition.CONNECTION_LOST, "The server is not there any more.")
        : new ServiceException(
            Condition.CANNOT_CONNECT,
            "At "
                + server.place()
                + " there is no Vitrine server: HTTP "
                + answer.statusCode()
                + ".");
  }

  private HttpResponse<byte[]> post(byte[] request) {
    try {
      HttpRequest.Builder message =
          HttpRequest.newBuilder(server.endpoint())
              .header("Authorization", server.authorization())
              .header("Content-Type", CONTENT_TYPE)
              .POST(HttpRequest.BodyPublishers.ofByteArray(request));
      deadline.ifPresent(message::timeout);
      return client.send(message.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw failure("The server at " + server.place() + " did not answer in time.", e);
    } catch (IOException e) {
      throw failure(
          reached.get()
              ? "The connection to " + server.place() + " is lost."
              : "The server at " + server.place() + " cannot be reached.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(
          Condition.CONNECTION_LOST, "The thread was interrupted while the server worked.", e);
    }
  }

  private ServiceException failure(String problem, IOException e) {
    return new ServiceException(
        reached.get() ? Condition.CONNECTION_LOST : Condition.CANNOT_CONNECT, problem, e);
  }
}
