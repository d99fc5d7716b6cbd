package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.Polling;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Malformed messages end their connection, or get an error, and harm nothing else. */
@Timeout(300)
final class PgFuzzTest {
  /** Random connections. */
  private static final int STARTS = Effort.times(300, 10_000);

  private static byte[] startup() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeInt(3 << 16);
    out.write("user\0admin\0database\0system\0\0".getBytes(UTF_8));
    return framed(new byte[0], body.toByteArray());
  }

  private static byte[] framed(byte[] type, byte[] body) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    out.write(type);
    out.writeInt(body.length + 4);
    out.write(body);
    return message.toByteArray();
  }

  private static byte[] message(char type, String body) throws IOException {
    return framed(new byte[] {(byte) type}, body.getBytes(UTF_8));
  }

  private static byte[] random(Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> bytes.write(startup());
      default -> {
        bytes.write(startup());
        bytes.write(message('p', TestServer.PASSWORD + "\0"));
      }
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      char type = "PBDECSHQXFdcfp?".charAt(random.nextInt(15));
      switch (random.nextInt(4)) {
        case 0 -> bytes.write(noise);
        case 1 -> bytes.write(message(type, "s\0select 1\0\0\0"));
        case 2 -> bytes.write(framed(new byte[] {(byte) type}, noise));
        default -> bytes.write(message('Q', "select $1; select ';\0"));
      }
    }
    byte[] all = bytes.toByteArray();
    if (all.length > 0 && random.nextBoolean()) {
      all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return all;
  }

  @Test
  void survivesMalformedMessages() throws Exception {
    try (PgServer server =
        PgServer.start(
            TestStore.H2.newUrl(),
            PgServer.settings().withTimes(Duration.ofSeconds(60), Duration.ofSeconds(60)))) {
      long seed = Effort.seed();
      Random random = new Random(seed);
      for (int i = 0; i < STARTS; i++) {
        byte[] sent = random(random);
        String answer = exchange(server.port(), sent);
        assertThat(answer)
            .as("seed %s, connection %s", seed, i)
            .doesNotContain("\tat ", "Exception");
      }
      try (Connection connection = server.connect("admin")) {
        assertThat(connection.isValid(30)).isTrue();
      }
      awaitNoConnections(server);
    }
  }

  private static String exchange(int port, byte[] sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException exception) {
      // The server closed the connection first.
      return "";
    }
  }

  /** Every connection is given back, without a wait for time limits. */
  private static void awaitNoConnections(PgServer server) {
    Polling.until("no connection", () -> server.listener().open() == 0);
  }
}
