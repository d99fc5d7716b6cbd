package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Messages that the drivers of other tests do not send, and those that the server sends. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PgWireTest {
  private static final int GSS_REQUEST = 80_877_104;

  private PgServer server;

  @BeforeAll
  void start() {
    server = PgServer.start(TestStore.H2.newUrl());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** The messages of one connection. */
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(PgServer server) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(60_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    static Wire signedIn(PgServer server) throws IOException {
      Wire wire = new Wire(server);
      wire.startup(3 << 16, "user\0admin\0database\0system\0\0");
      assertThat(wire.read()).isEqualTo("R\0\0\0\3");
      wire.send('p', TestServer.PASSWORD + "\0");
      wire.untilReady();
      return wire;
    }

    void startup(int version, String parameters) throws IOException {
      byte[] body = parameters.getBytes(UTF_8);
      out.writeInt(2 * Integer.BYTES + body.length);
      out.writeInt(version);
      out.write(body);
      out.flush();
    }

    void send(char type, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream data = new DataOutputStream(message);
      data.write(type);
      data.writeInt(Integer.BYTES + bytes.length);
      data.write(bytes);
      out.write(message.toByteArray());
      out.flush();
    }

    /** Parse, and Bind without parameters, with results in text. */
    void bind(String portal, String sql) throws IOException {
      send('P', "\0" + sql + "\0\0\0");
      send('B', portal + "\0\0\0\0\0\0\0\0");
    }

    /** Execute. */
    void execute(String portal, int most) throws IOException {
      send('E', portal + "\0\0\0\0" + (char) most);
    }

    void sync() throws IOException {
      send('S', "");
    }

    /** The type and the body of a message. */
    String read() throws IOException {
      char type = (char) in.readByte();
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      return type + new String(body, UTF_8);
    }

    /** All messages up to ReadyForQuery. */
    List<String> untilReady() throws IOException {
      List<String> messages = new ArrayList<>();
      do {
        messages.add(read());
      } while (!messages.get(messages.size() - 1).startsWith("Z"));
      return messages;
    }

    /** The types of these messages, with the tags of completions and the status at the end. */
    String shapes() throws IOException {
      StringBuilder shapes = new StringBuilder();
      for (String message : untilReady()) {
        char type = message.charAt(0);
        shapes.append(
            type == 'C' || type == 'Z' ? message.replace("\0", " ") : String.valueOf(type));
      }
      return shapes.toString();
    }

    boolean isAtEnd() throws IOException {
      return in.read() == -1;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void newerMinorVersionsAreNegotiated() throws Exception {
    try (Wire wire = new Wire(server)) {
      wire.startup(3 << 16 | 2, "user\0admin\0_pq_.nice\0on\0database\0system\0\0");
      assertThat(wire.read()).isEqualTo("v\0\3\0\0\0\0\0\1_pq_.nice\0");
      assertThat(wire.read()).isEqualTo("R\0\0\0\3");
      wire.send('p', TestServer.PASSWORD + "\0");
      assertThat(wire.untilReady()).contains("R\0\0\0\0");
    }
    try (Wire wire = new Wire(server)) {
      wire.startup(3 << 16 | 2, "user\0admin\0\0");
      assertThat(wire.read()).isEqualTo("v\0\3\0\0\0\0\0\0");
    }
    try (Wire wire = new Wire(server)) {
      wire.startup(4 << 16, "user\0admin\0\0");
      assertThat(wire.read()).startsWith("E").contains("FATAL").contains("C0A000");
      assertThat(wire.isAtEnd()).isTrue();
    }
  }

  @Test
  void encryptionByGssapiIsRefused() throws Exception {
    try (Wire wire = new Wire(server)) {
      wire.startup(GSS_REQUEST, "");
      assertThat((char) wire.in.readByte()).isEqualTo('N');
      wire.startup(3 << 16, "user\0admin\0\0");
      assertThat(wire.read()).isEqualTo("R\0\0\0\3");
    }
  }

  @Test
  void parametersAreReported() throws Exception {
    try (Wire wire = new Wire(server)) {
      // An empty name of the database is as good as none: it is the name of the user then.
      wire.startup(
          3 << 16, "user\0admin\0database\0\0application_name\0t\0TimeZone\0asia/tokyo\0\0");
      wire.read();
      wire.send('p', TestServer.PASSWORD + "\0");
      List<String> reported =
          wire.untilReady().stream()
              .filter(message -> message.startsWith("S"))
              .map(message -> message.substring(1).replace("\0", " ").strip())
              .sorted()
              .toList();
      assertThat(reported)
          .contains(
              "DateStyle ISO, MDY",
              "TimeZone Asia/Tokyo",
              "application_name t",
              "client_encoding UTF8",
              "in_hot_standby off",
              "integer_datetimes on",
              "is_superuser off",
              "scram_iterations 100000",
              "search_path registry",
              "server_encoding UTF8",
              "server_version 17.0 (Vitrine test)",
              "session_authorization admin",
              "standard_conforming_strings on");
      wire.send('Q', "SET TIME ZONE 'UTC'\0");
      assertThat(wire.untilReady()).contains("STimeZone\0UTC\0");
    }
  }

  @Test
  void messagesBeforeTheSignInAreShort() throws Exception {
    try (Wire wire = new Wire(server)) {
      wire.startup(3 << 16, "user\0admin\0\0");
      wire.read();
      wire.out.write('p');
      wire.out.writeInt(10_005);
      wire.out.flush();
      assertThat(wire.read()).startsWith("E").contains("FATAL").contains("C08P01");
      assertThat(wire.isAtEnd()).isTrue();
    }
  }

  @Test
  void slowSignInsEnd() throws Exception {
    PgSettings impatient =
        PgServer.settings().withTimes(Duration.ofMillis(100), Duration.ofSeconds(60));
    try (PgServer other = PgServer.start(TestStore.H2.newUrl(), impatient);
        Wire silent = new Wire(other);
        Wire half = new Wire(other)) {
      half.startup(3 << 16, "user\0admin\0\0");
      half.read();
      half.out.write('p');
      half.out.flush();
      assertThat(silent.isAtEnd()).isTrue();
      assertThat(half.isAtEnd()).isTrue();
    }
  }

  @Test
  void portalsAreReadInParts() throws Exception {
    try (Wire wire = Wire.signedIn(server)) {
      wire.bind("p", "SELECT x FROM (VALUES (1), (2), (3)) AS t(x) ORDER BY x");
      wire.send('D', "Pp\0");
      wire.execute("p", 2);
      wire.execute("p", 1);
      wire.execute("p", 1);
      // The portal has no more rows, and is not closed.
      wire.execute("p", 0);
      wire.send('C', "Pp\0");
      wire.sync();
      assertThat(wire.shapes()).isEqualTo("12TDDsDsCSELECT 0 CSELECT 0 3ZI");
    }
  }

  @Test
  void afterAnErrorMessagesAreSkippedUntilSync() throws Exception {
    try (Wire wire = Wire.signedIn(server)) {
      wire.bind("", "CREATE CATALOG undone");
      wire.execute("", 0);
      wire.bind("", "SELECT nothing FROM registry.models");
      wire.execute("", 0);
      wire.send('H', "");
      wire.bind("", "CREATE CATALOG skipped");
      wire.execute("", 0);
      wire.sync();
      wire.send('Q', "SELECT COUNT(*) FROM registry.catalogs WHERE catalog_name > 's'\0");
      // The statements before the error were one transaction with it.
      assertThat(wire.shapes()).isEqualTo("12CCREATE CATALOG EZI");
      assertThat(wire.untilReady()).contains("D\0\1\0\0\0\0010");
      wire.send('Q', "SELECT COUNT(*) FROM registry.catalogs WHERE catalog_name = 'undone'\0");
      assertThat(wire.untilReady()).contains("D\0\1\0\0\0\0010");
    }
  }

  @Test
  void simpleQueriesShowTheStateOfTheTransaction() throws Exception {
    try (Wire wire = Wire.signedIn(server)) {
      String[][] steps = {
        {"", "IZI"},
        {"-- nothing", "IZI"},
        {"BEGIN", "CBEGIN ZT"},
        {"SELECT nothing", "EZT"},
        {"SELECT 1; SELECT 2", "TDCSELECT 1 TDCSELECT 1 ZT"},
        {"BEGIN", "NCBEGIN ZT"},
        {"COMMIT; SELECT 1", "CCOMMIT TDCSELECT 1 ZI"},
        {"COMMIT", "NCCOMMIT ZI"},
        {"BEGIN; SELECT 1; ROLLBACK; SELECT 1", "CBEGIN TDCSELECT 1 CROLLBACK TDCSELECT 1 ZI"},
        {"SELECT 1; BEGIN; SELECT 2", "TDCSELECT 1 CBEGIN TDCSELECT 1 ZT"},
        {"ROLLBACK", "CROLLBACK ZI"},
        {"SELECT 1; SELECT nothing; SELECT 2", "TDCSELECT 1 EZI"},
        {"SAVEPOINT a", "EZI"},
        {"LISTEN x; UNLISTEN *", "CLISTEN CUNLISTEN ZI"},
        {"COPY registry.models FROM STDIN", "EZI"},
        {"SELECT $1", "EZI"}
      };
      for (String[] step : steps) {
        wire.send('Q', step[0] + "\0");
        assertThat(wire.shapes()).as(step[0]).isEqualTo(step[1]);
      }
    }
  }

  @Test
  void functionCallsAreRefused() throws Exception {
    try (Wire wire = Wire.signedIn(server)) {
      wire.send('F', "\0\0\0\1\0\0\0\0\0\0");
      assertThat(wire.shapes()).isEqualTo("EZI");
      wire.send('d', "rest of a COPY");
      wire.send('Q', "SELECT 1\0");
      assertThat(wire.shapes()).isEqualTo("TDCSELECT 1 ZI");
    }
  }
}
