package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.front.TrafficLimits;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send or read slowly, or not at all, do not delay others. */
final class SlowClientsTest {
  private static final String CATALOGS = Rest.CATALOG + "/catalogs";
  private static final String ADMIN =
      "Host: localhost\r\nAuthorization: " + Http.basic("admin", TestServer.PASSWORD) + "\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  /** The source address of clients that do not read. */
  private static final String READERS = "127.0.0.2";

  /** Nothing is too slow while a test runs. */
  private static final TrafficLimits PATIENT =
      TrafficLimits.DEFAULT.withPace(
          Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), 1);

  private static final TrafficLimits STRICT =
      TrafficLimits.DEFAULT.withPace(
          Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000);

  private final List<RawHttp> connections = new ArrayList<>();
  private TestServer server;

  private void start(TrafficLimits limits) throws Exception {
    server = TestServer.start(TestStore.H2.newUrl(), TestServer.SETTINGS.withTraffic(limits));
    RestTest.sql(
        server,
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m;"
            + " GRANT EXECUTE ON MODEL c.s.m TO admin; CREATE USER bob WITH PASSWORD '"
            + TestServer.PASSWORD
            + "'");
  }

  @AfterEach
  void stop() throws IOException {
    for (RawHttp connection : connections) {
      connection.close();
    }
    server.close();
  }

  private RawHttp connect() throws IOException {
    return connect("127.0.0.1");
  }

  private RawHttp connect(String from) throws IOException {
    RawHttp connection = new RawHttp(server, from);
    connections.add(connection);
    return connection;
  }

  private void assertServes() throws Exception {
    assertThat(Http.get(server, "/health").statusCode()).isEqualTo(200);
    new Rest(server, "bob").get(CATALOGS).ok();
    server.connect("bob").close();
  }

  /**
   * The first connection that gets a response: the order of sending does not determine which
   * request exceeds the limit.
   */
  private RawHttp answered() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      for (RawHttp connection : connections) {
        if (connection.available() > 0) {
          return connection;
        }
      }
      pause(20);
    }
    throw new AssertionError("no request is answered");
  }

  @Test
  void slowBodiesHoldNoThread() throws Exception {
    start(PATIENT);
    for (int i = 0; i < 350; i++) {
      String path = i % 2 == 0 ? CATALOGS : "/avatica";
      String type = i % 2 == 0 ? JSON : "Content-Type: application/octet-stream\r\n";
      connect()
          .send("POST " + path + " HTTP/1.1\r\n" + ADMIN + type + "Content-Length: 99\r\n\r\n{");
    }
    assertServes();
    new Rest(server, "admin").get(CATALOGS).ok();
    // They are still served once they have sent the rest.
    assertThat(
            connections.get(0).send("\"name\":\"slow\"" + " ".repeat(84) + "}").answer().status())
        .isEqualTo(200);
  }

  @Test
  void slowUploadsOfOneCallerLeaveRoomForOthers() throws Exception {
    start(PATIENT);
    Rest admin = new Rest(server, "admin");
    String directory = Rest.directory("c.s.m", admin.begin("c.s.m"));
    for (int i = 0; i < 350; i++) {
      connect()
          .send(
              "PUT "
                  + Rest.FILES
                  + "/files"
                  + directory
                  + "/f"
                  + i
                  + " HTTP/1.1\r\n"
                  + ADMIN
                  + "Content-Length: 9\r\n\r\n1");
    }
    assertServes();
    admin.upload(directory + "/other", "quick".getBytes(UTF_8)).ok();
    // Those that wait have their turn when others are done.
    for (RawHttp connection : connections) {
      connection.send("23456789");
    }
    for (RawHttp connection : connections) {
      assertThat(connection.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void slowBodiesGet408() throws Exception {
    start(STRICT);
    String directory = Rest.directory("c.s.m", new Rest(server, "admin").begin("c.s.m"));
    String[] requests = {
      "POST " + CATALOGS + " HTTP/1.1\r\n" + ADMIN + JSON,
      "POST /avatica HTTP/1.1\r\n" + ADMIN + "Content-Type: application/octet-stream\r\n",
      "PUT " + Rest.FILES + "/files" + directory + "/f HTTP/1.1\r\n" + ADMIN
    };
    Map<String, RawHttp> slow = new LinkedHashMap<>();
    for (String request : requests) {
      for (String body :
          List.of("Content-Length: 99\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n")) {
        slow.put(request + body, connect().send(request + body));
      }
    }
    for (Map.Entry<String, RawHttp> request : slow.entrySet()) {
      RawHttp.Answer answer = request.getValue().answer();
      assertThat(answer.status()).as(request.getKey() + answer).isEqualTo(408);
      assertThat(answer.body()).contains("\"error_code\":\"TEMPORARILY_UNAVAILABLE\"", "too slow");
      assertThat(answer.hasHeader("Connection: close")).isTrue();
    }
    assertServes();
  }

  @Test
  void drippingDoesNotHelp() throws Exception {
    start(STRICT);
    RawHttp connection = connect();
    connection.send(
        "POST " + CATALOGS + " HTTP/1.1\r\n" + ADMIN + JSON + "Content-Length: 5000\r\n\r\n");
    // 10 bytes a second, where 1,000 are asked for.
    int sent = 0;
    while (sent < 600 && connection.available() == 0) {
      connection.send(" ");
      sent++;
      pause(100);
    }
    assertThat(connection.answer().status()).isEqualTo(408);
    assertThat(sent).isLessThan(600);
  }

  @Test
  void aSlowButSteadyClientIsServed() throws Exception {
    start(STRICT);
    RawHttp connection = connect();
    String body = "{\"name\":\"steady\"" + " ".repeat(9_983) + "}";
    connection.send(
        "POST " + CATALOGS + " HTTP/1.1\r\n" + ADMIN + JSON + "Content-Length: 10000\r\n\r\n");
    for (int at = 0; at < body.length(); at += 250) {
      connection.send(body.substring(at, at + 250));
      pause(50);
    }
    assertThat(connection.answer().status()).isEqualTo(200);
  }

  private static void pause(long millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void headersThatDoNotEndAndConnectionsWithoutARequestAreClosed() throws Exception {
    start(STRICT);
    RawHttp silent = connect();
    RawHttp half = connect().send("GET /health HTTP/1.1\r\nHost: x\r\nX-A: ");
    RawHttp second = connect().send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(second.answer().status()).isEqualTo(200);
    second.send("GET /hea");
    for (RawHttp connection : List.of(half, second)) {
      String end = connection.untilClosed();
      assertThat(end).startsWith("HTTP/1.1 408 ").contains("\"error_code\":\"TEMPORARILY_UNAV");
    }
    assertThat(silent.untilClosed()).isEmpty();
    // One that waits between two requests is left alone for longer.
    RawHttp kept = connect().send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(kept.answer().status()).isEqualTo(200);
    pause(3_000);
    assertThat(kept.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
        .isEqualTo(200);
  }

  @Test
  void readersThatDoNotReadAreCutOff() throws Exception {
    int count = 10;
    start(
        STRICT
            .withPace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20)
            .withConnections(1_000, count));
    Rest admin = new Rest(server, "admin");
    long version = admin.begin("c.s.m");
    String directory = Rest.directory("c.s.m", version);
    int size = 64 << 20;
    admin.upload(directory + "/large", new byte[size]).ok();
    admin.upload(directory + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(Rest.MLFLOW + "/model-versions/finalize", Rest.naming("c.s.m", version)).ok();
    List<RawHttp> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readers.add(
          connect(READERS)
              .send(
                  "GET "
                      + Rest.FILES
                      + "/files"
                      + directory
                      + "/large HTTP/1.1\r\n"
                      + ADMIN
                      + "\r\n"));
    }
    for (RawHttp reader : readers) {
      await(() -> reader.available() > 0);
    }
    // Nothing is read before the server has closed the connections, so that no reader is too fast.
    // It has, as soon as it takes as many others from their address.
    await(() -> takes(count, READERS));
    assertServes();
    for (RawHttp reader : readers) {
      assertThat(buffered(reader)).isLessThan(size);
    }
    assertThat(admin.download(directory + "/large")).hasSize(size);
  }

  /** Returns the number of bytes that were sent before the server closed the connection. */
  private static long buffered(RawHttp reader) throws IOException {
    long received = 0;
    try {
      // The system need not report the end of a connection that was closed with bytes to be sent.
      reader.socket().setSoTimeout(2_000);
      byte[] buffer = new byte[1 << 16];
      for (int read = reader.socket().getInputStream().read(buffer);
          read >= 0;
          read = reader.socket().getInputStream().read(buffer)) {
        received += read;
      }
    } catch (SocketTimeoutException end) {
      return received;
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    return received;
  }

  /** Whether the server serves so many new connections from an address at once. */
  private boolean takes(int count, String from) throws IOException {
    List<RawHttp> tried = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        tried.add(new RawHttp(server, from).send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"));
      }
      for (RawHttp connection : tried) {
        if (connection.answer().status() != 200) {
          return false;
        }
      }
      return true;
    } catch (SocketException reset) {
      return false;
    } finally {
      for (RawHttp connection : tried) {
        connection.close();
      }
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (condition.holds()) {
        return;
      }
      pause(100);
    }
    throw new AssertionError("the condition did not become true within 60 s");
  }

  @Test
  void connectionsOfOneSourceAreBounded() throws Exception {
    start(PATIENT.withConnections(1_000, 20));
    for (int i = 0; i < 21; i++) {
      connect();
    }
    RawHttp last = answered();
    String refused = last.untilClosed();
    assertThat(refused)
        .startsWith("HTTP/1.1 429 ")
        .contains("\"error_code\":\"TEMPORARILY_UNAVAILABLE\"", "too many connections");
    try (RawHttp elsewhere = new RawHttp(server, "127.0.0.2")) {
      assertThat(elsewhere.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(200);
    }
    connections.remove(last);
    connections.get(0).close();
    assertServesSoon();
  }

  /** The server learns of a closed connection a moment later. */
  private void assertServesSoon() throws Exception {
    for (int i = 0; i < 100; i++) {
      try (RawHttp next = new RawHttp(server)) {
        if (next.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").answer().status() == 200) {
          return;
        }
      }
      pause(100);
    }
    throw new AssertionError("no connection is accepted any more");
  }

  @Test
  void idleConnectionsMakePlaceForNewOnes() throws Exception {
    start(PATIENT.withConnections(20, 1_000));
    RawHttp working = connect();
    working.send(
        "POST " + CATALOGS + " HTTP/1.1\r\n" + ADMIN + JSON + "Content-Length: 99\r\n\r\n{");
    for (int i = 0; i < 50; i++) {
      assertThat(connect().send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(200);
    }
    assertThat(connections.get(1).untilClosed()).isEmpty();
    assertThat(working.send("\"name\":\"kept\"" + " ".repeat(84) + "}").answer().status())
        .isEqualTo(200);
  }

  @Test
  void requestsBeyondTheBoundWaitAndAreRefusedInTheEnd() throws Exception {
    start(PATIENT.withRequests(20, 10, 2, 1).withTurn(Duration.ofSeconds(1)));
    Rest admin = new Rest(server, "admin");
    String directory = Rest.directory("c.s.m", admin.begin("c.s.m"));
    String put = "PUT " + Rest.FILES + "/files" + directory + "/f HTTP/1.1\r\n" + ADMIN;
    RawHttp first = connect().send(put + "Content-Length: 9\r\n\r\n1");
    RawHttp second = connect().send(put + "Content-Length: 9\r\n\r\n1");
    RawHttp answered = answered();
    RawHttp.Answer refused = answered.answer();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.hasHeader("Retry-After: ")).isTrue();
    admin.upload(directory + "/other", new byte[1]).ok();
    RawHttp other = answered == first ? second : first;
    assertThat(other.send("23456789").answer().status()).isEqualTo(200);
  }

  @Test
  void bodiesInMemoryAreBounded() throws Exception {
    start(PATIENT.withBufferedBytes(400_000));
    String head =
        "POST " + CATALOGS + " HTTP/1.1\r\n" + ADMIN + JSON + "Content-Length: 150000\r\n\r\n";
    // If both grow in step, both are refused.
    int kept = 429;
    for (int i = 0; i < 20 && kept == 429; i++) {
      kept = statusBesideARefused(head);
    }
    assertThat(kept).isEqualTo(400);
    // Its bytes are released shortly after its response.
    int status = 429;
    for (int i = 0; i < 100 && status == 429; i++) {
      status = connect().send(head + " ".repeat(149_998) + "{}").answer().status();
    }
    assertThat(status).isEqualTo(400);
  }

  /** Of two bodies that are too large together, the status of the one that is not refused first. */
  private int statusBesideARefused(String head) throws Exception {
    RawHttp[] both = {connect(), connect()};
    for (RawHttp each : both) {
      each.send(head + " ".repeat(140_000));
    }
    RawHttp refused = answered();
    RawHttp kept = refused == both[0] ? both[1] : both[0];
    RawHttp.Answer second = refused.answer();
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.body()).contains("too many request bodies");
    new Rest(server, "bob").send("GET", CATALOGS, " ".repeat(100_000)).ok();
    kept.send("{}" + " ".repeat(9_998));
    return kept.answer().status();
  }

  @Test
  void aSlowButSteadyReaderGetsAll() throws Exception {
    start(STRICT);
    Rest admin = new Rest(server, "admin");
    long version = admin.begin("c.s.m");
    String directory = Rest.directory("c.s.m", version);
    int size = 24 << 20;
    admin.upload(directory + "/large", new byte[size]).ok();
    admin.upload(directory + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(Rest.MLFLOW + "/model-versions/finalize", Rest.naming("c.s.m", version)).ok();
    RawHttp reader = connect();
    reader.socket().setReceiveBufferSize(1 << 16);
    reader.send(
        "GET " + Rest.FILES + "/files" + directory + "/large HTTP/1.1\r\n" + ADMIN + "\r\n");
    long received = 0;
    byte[] buffer = new byte[1 << 16];
    while (received < size) {
      int read = reader.socket().getInputStream().read(buffer);
      assertThat(read).as("after " + received).isPositive();
      received += read;
      pause(10);
    }
    assertThat(received).isGreaterThanOrEqualTo(size);
  }
}
