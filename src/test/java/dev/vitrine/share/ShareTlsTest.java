package dev.vitrine.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.server.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a provider with TLS: the address and the certificate are checked. */
final class ShareTlsTest {
  /** As much memory as a response needs. */
  private static MemoryAccount memory() {
    return new MemoryBudget(1L << 32, Duration.ZERO).open(1);
  }

  private static final char[] SECRET = "changeit".toCharArray();
  @TempDir Path directory;

  @Test
  void addressAndCertificateAreChecked() throws Exception {
    SSLContext trusting = context(TestCertificate.in(directory).keyStore());
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = "{\"shares\":[{\"name\":\"s\"}]}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      ShareSettings loopback = ShareSettings.DEFAULT.withLoopback();
      for (String host : new String[] {"localhost", "127.0.0.1"}) {
        ShareClient client = new ShareClient(at(host, port), loopback, trusting.getSocketFactory());
        assertThat(client.shares(memory())).hasSize(1);
      }
      assertThat(requests).hasValue(2);
      // Not the name of the certificate.
      assertThatThrownBy(
              () ->
                  new ShareClient(at("127.0.0.2", port), loopback, trusting.getSocketFactory())
                      .shares(memory()))
          .isInstanceOf(ShareException.class);
      // An unknown authority.
      assertThatThrownBy(() -> new ShareClient(at("localhost", port), loopback).shares(memory()))
          .hasMessageContaining("certificate may be invalid");
      // This machine is not allowed.
      assertThatThrownBy(
              () ->
                  new ShareClient(
                          at("localhost", port), ShareSettings.DEFAULT, trusting.getSocketFactory())
                      .shares(memory()))
          .hasMessageContaining("this machine");
      assertThat(requests).as("no request was sent").hasValue(2);
    } finally {
      server.stop(0);
    }
  }

  /** Neither the header nor the thread that reads it delays the limit, which makes one attempt. */
  @Test
  void aHeaderWithoutAnEndHasATimeLimit() throws Exception {
    SSLContext trusting = context(TestCertificate.in(directory).keyStore());
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server =
        trusting
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread dripping = new Thread(() -> drip(server, connections));
      dripping.setDaemon(true);
      dripping.start();
      ShareHttp http =
          new ShareHttp(
              at("localhost", server.getLocalPort()),
              ShareSettings.DEFAULT.withLoopback(),
              trusting.getSocketFactory());
      assertThatThrownBy(
              () -> http.get("/shares", null, Duration.ofSeconds(2), bytes -> bytes.readAllBytes()))
          .isInstanceOf(ShareException.class)
          .hasMessageContaining("within 2 seconds");
      assertThat(connections.get()).isLessThanOrEqualTo(1);
    }
  }

  /** Sends a byte of a header as often as the client takes one. */
  private static void drip(ServerSocket server, AtomicInteger connections) {
    CountDownLatch pace = new CountDownLatch(1);
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
        while (!pace.await(20, TimeUnit.MILLISECONDS)) {
          socket.getOutputStream().write("X: y\r\n".getBytes(UTF_8));
          socket.getOutputStream().flush();
        }
      } catch (IOException end) {
        // The client has closed the connection.
      } catch (InterruptedException interrupted) {
        return;
      }
    }
  }

  private static ShareCredential at(String host, int port) {
    return new ShareCredential("https://" + host + ":" + port, "token", Optional.empty());
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, SECRET);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, SECRET);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
