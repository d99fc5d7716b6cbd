package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.MessageService;
import dev.vitrine.protocol.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The service of a server: each request is sent only once, because the server may have executed a
 * request without a response. Safe for use by several threads.
 */
final class HttpService extends MessageService {
  private static final String CONTENT_TYPE = "application/x-google-protobuf";
  private static final String GZIP = "gzip";

  /** Not Accept-Encoding, which other clients of Avatica send without being able to decompress. */
  private static final String COMPRESSION = "Vitrine-Compression";

  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** Time limit of closing a session. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger("dev.vitrine");

  private final ServerAddress server;
  private final URI endpoint;
  private final HttpClient client;
  private final @Nullable Duration deadline;

  /** Whether the deadline is the network timeout, which ends the connection. */
  private final boolean endsConnection;

  /**
   * Whether the server has responded before; a later failure means that the connection was lost.
   */
  private final AtomicBoolean reached;

  /** For a new connection to the server that listens there. */
  HttpService(ServerAddress server, URI endpoint, HttpClient client) {
    this.server = server;
    this.endpoint = endpoint;
    this.client = client;
    this.deadline = null;
    this.endsConnection = false;
    this.reached = new AtomicBoolean();
  }

  private HttpService(HttpService other, @Nullable Duration deadline, boolean endsConnection) {
    super(other);
    this.server = other.server;
    this.endpoint = other.endpoint;
    this.client = other.client;
    this.deadline = deadline;
    this.endsConnection = endsConnection;
    this.reached = other.reached;
  }

  /** The service of the same connection with a time limit for each request. */
  HttpService within(Duration time) {
    return new HttpService(this, time, false);
  }

  /**
   * The same with the network timeout of the connection, which is closed when the timeout passes.
   *
   * @param time null for no limit
   */
  HttpService withNetworkTimeout(@Nullable Duration time) {
    return new HttpService(this, time, true);
  }

  /**
   * Ends the session and its running statement without waiting for a response: the thread may have
   * been interrupted, or the server may not respond.
   */
  void abandon(String connection) {
    HttpRequest request = message(closing(connection)).timeout(LONGEST_CLOSE).build();
    CompletableFuture<HttpResponse<Void>> unused =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    LOG.log(Level.FINE, "The abandoned session cannot be closed", failure);
                  }
                });
  }

  @Override
  protected byte[] exchange(byte[] request) {
    HttpResponse<byte[]> answer = post(request);
    boolean protobuf =
        answer.headers().firstValue("Content-Type").filter(CONTENT_TYPE::equals).isPresent();
    if (protobuf) {
      reached.set(true);
      return content(answer);
    }
    if (answer.statusCode() == UNAUTHORIZED) {
      throw new ServiceException(
          Condition.AUTHENTICATION_FAILED, "The user name or the password is wrong.");
    }
    // The server reads no request that exceeds a share of its memory or threads.
    if (reached.get()
        && (answer.statusCode() == TOO_MANY_REQUESTS || answer.statusCode() == UNAVAILABLE)) {
      throw new ServiceException(
          Condition.TOO_MANY_CONNECTIONS,
          "The server has too many requests at once, and did not run this one. Try again.");
    }
    throw reached.get()
        ? new ServiceException(Condition.CONNECTION_LOST, "The server is gone.")
        : new ServiceException(
            Condition.CANNOT_CONNECT,
            "At "
                + endpoint.getAuthority()
                + " there is no Vitrine server: HTTP "
                + answer.statusCode()
                + ".");
  }

  private static byte[] content(HttpResponse<byte[]> answer) {
    if (answer.headers().firstValue("Content-Encoding").filter(GZIP::equals).isEmpty()) {
      return answer.body();
    }
    try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new ServiceException(
          Condition.CONNECTION_LOST, "The response of the server is malformed.", e);
    }
  }

  private HttpResponse<byte[]> post(byte[] request) {
    try {
      HttpRequest.Builder message = message(request);
      if (deadline != null) {
        message.timeout(deadline);
      }
      if (server.compress()) {
        message.header(COMPRESSION, GZIP);
      }
      return client.send(message.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw ServiceException.unsent(
          failure(), "The server at " + endpoint.getAuthority() + " cannot be reached.", e);
    } catch (HttpTimeoutException e) {
      String problem = "The server at " + endpoint.getAuthority() + " did not respond in time.";
      throw endsConnection
          ? ServiceException.givenUp(failure(), problem, e)
          : new ServiceException(failure(), problem, e);
    } catch (IOException e) {
      throw new ServiceException(
          failure(), "The connection to " + endpoint.getAuthority() + " is lost.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.givenUp(
          Condition.CONNECTION_LOST, "The thread was interrupted while the server worked.", e);
    }
  }

  private HttpRequest.Builder message(byte[] request) {
    return HttpRequest.newBuilder(endpoint)
        .header("Authorization", server.authorization())
        .header("Content-Type", CONTENT_TYPE)
        .POST(HttpRequest.BodyPublishers.ofByteArray(request));
  }

  private Condition failure() {
    return reached.get() ? Condition.CONNECTION_LOST : Condition.CANNOT_CONNECT;
  }
}
