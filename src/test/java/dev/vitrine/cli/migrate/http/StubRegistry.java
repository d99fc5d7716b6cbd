package dev.vitrine.cli.migrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server with a given behaviour. */
public final class StubRegistry implements AutoCloseable {
  /** Responds to a request. */
  public interface Behaviour {
    /**
     * @param request number of the request, from 1
     */
    void respond(HttpExchange exchange, int request) throws Exception;
  }

  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** Starts the server on a free port. */
  public StubRegistry(Behaviour behaviour) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            behaviour.respond(exchange, requests.incrementAndGet());
          } catch (IOException failure) {
            throw failure;
          } catch (Exception failure) {
            throw new IOException(failure);
          }
        });
    server.start();
  }

  /** Sends JSON. */
  public static void json(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Number of requests so far. */
  public int requests() {
    return requests.get();
  }

  /** Address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A client without credentials. */
  public RegistryClient client() {
    return client(Duration.ofMinutes(1));
  }

  /** A client with a bound on the time without a byte, and short pauses between attempts. */
  public RegistryClient client(Duration idle) {
    return new RegistryClient(
        url(), new ServerCredentials(Optional.empty()), idle, Duration.ofMillis(1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
