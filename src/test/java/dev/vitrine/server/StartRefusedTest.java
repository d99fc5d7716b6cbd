package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.cli.Main;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that cannot start has changed nothing, and one that starts serves only when ready. */
final class StartRefusedTest {
  @TempDir private Path folder;

  /**
   * Starts a server that must refuse.
   *
   * @return its exit status and its output
   */
  private String refused(String store, String... options) {
    List<String> arguments = new ArrayList<>(List.of("server", "--store", store));
    arguments.addAll(List.of(options));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(printed, true, UTF_8);
    int status = Main.run(to, to, arguments.toArray(new String[0]));
    String text = printed.toString(UTF_8);
    assertThat(status).as(text).isIn(1, 2);
    assertThat(text)
        .isNotBlank()
        .doesNotContain("new registry was created", "the password\n", "\tat ");
    return text;
  }

  private static void assertUnfounded(String store) {
    try (Engine engine = Engine.open(store)) {
      assertThat(engine.isUnfounded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noRegistryIsFoundedByAServerThatRefusesToStart(TestStore kind) throws Exception {
    String store = kind.newUrl();
    String storage = folder.resolve("files").toString();
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("something"), "");
    Path file = Files.writeString(folder.resolve("file"), "");
    Path password = Files.writeString(folder.resolve("password"), "x".repeat(100));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(refused(store, "--storage", storage, "--port", port)).contains("cannot listen");
    }
    refused(store, "--storage", storage, "--port", "0", "--host", "0.0.0.0");
    refused(store, "--storage", storage, "--port", "0", "--host", "192.0.2.1");
    refused(store, "--storage", storage, "--port", "0", "--host", "nowhere.invalid");
    refused(store, "--storage", storage, "--port", "0", "--tls-cert", "no", "--tls-key", "no");
    refused(store, "--storage", storage, "--port", "0", "--public-url", "https://example.com");
    refused(store, "--storage", storage, "--port", "0", "--storage-role", "arn:x");
    refused(store, "--storage", storage, "--port", "0", "--max-sockets", "0");
    refused(
        store, "--storage", storage, "--port", "0", "--admin-password-file", password.toString());
    refused(store, "--storage", storage, "--port", "0", "--admin-password-file", "no");
    refused(store, "--port", "0", "--storage", full.toString());
    refused(store, "--port", "0", "--storage", file.toString());
    refused(store, "--port", "0", "--storage", file.resolve("below").toString());
    assertUnfounded(store);
  }

  @Test
  void aPortThatIsBoundIsNotServedBeforeTheServerIsReady() throws Exception {
    String store = TestStore.H2.newUrl();
    try (ListeningPort port = ListeningPort.open(ServerSettings.local());
        Engine engine = Engine.open(store);
        Socket client =
            new Socket(InetAddress.getLoopbackAddress(), port.channel().socket().getLocalPort())) {
      client.getOutputStream().write("GET /health HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      FileSettings files = FileSettings.under(folder.resolve("files"));
      FirstAdmin.create(engine, TestServer.PASSWORD, files);
      assertThat(client.getInputStream().available()).isZero();
      try (VitrineServer server =
          VitrineServer.start(port, files, engine, engine.authenticator())) {
        assertThat(server.port()).isEqualTo(client.getPort());
        assertThat(text(client.getInputStream())).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Test
  void aPortIsFreeAgainAfterAStartThatFailed() throws Exception {
    String store = TestStore.H2.newUrl();
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("something"), "");
    int free;
    try (ListeningPort port = ListeningPort.open(ServerSettings.local())) {
      free = port.channel().socket().getLocalPort();
    }
    ServerSettings there = ServerSettings.local().withPlace("127.0.0.1", free);
    try (Engine engine = Engine.open(store)) {
      engine.found("admin", new StoredPassword("x", "x"));
      assertThatThrownBy(
              () ->
                  VitrineServer.start(
                      there, FileSettings.under(full), engine, engine.authenticator()))
          .isInstanceOf(VitrineException.class);
      VitrineServer.start(
              there, FileSettings.under(folder.resolve("files")), engine, engine.authenticator())
          .close();
    }
  }
}
