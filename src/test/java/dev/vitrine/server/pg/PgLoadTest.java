package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import dev.vitrine.wire.ConnectionLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many connections of PostgreSQL clients at once: idle ones, which keep neither a thread nor much
 * memory, and busy ones, which wait for their turn. At night 1,000 and 200 of them; the output has
 * the figures of docs/benchmarks.md. Clients and server are in the same process.
 */
@Timeout(600)
final class PgLoadTest {
  private static final int IDLE = Integer.getInteger("vitrine.pg.idle", Effort.times(40, 1_000));
  private static final int BUSY = Integer.getInteger("vitrine.pg.busy", Effort.times(30, 200));

  /** Queries of each busy connection. */
  private static final int QUERIES = Integer.getInteger("vitrine.pg.queries", Effort.times(10, 25));

  private static final int USERS = 20;

  /** Fewer than the clients that a server keeps before they have signed in. */
  private static final int SIGNING_IN = 20;

  private static final int VERSION = 3 << 16;
  private static final String QUERY =
      "SELECT version FROM registry.aliases WHERE full_name = ? AND alias = ?";

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void manyConnectionsAreServed(TestStore store) throws Exception {
    String url = store.newUrl();
    StringBuilder content = new StringBuilder("CREATE CATALOG lab; CREATE SCHEMA lab.s;");
    for (int i = 0; i < USERS; i++) {
      content.append(
          ("CREATE USER u%1$d WITH PASSWORD '%2$s'; CREATE MODEL lab.s.m%1$d;"
                  + " ALTER MODEL lab.s.m%1$d ADD VERSION FROM 's3://b/1';"
                  + " ALTER MODEL lab.s.m%1$d VERSION 1 SET ALIAS champion;"
                  + " GRANT EXECUTE ON MODEL lab.s.m%1$d TO u%1$d;")
              .formatted(i, TestServer.PASSWORD));
    }
    content.append("GRANT USE_CATALOG ON CATALOG lab TO `account users`;");
    content.append("GRANT USE_SCHEMA ON SCHEMA lab.s TO `account users`;");
    TestRegistry.at(url).admin().run(content.toString());
    List<Socket> idle = new ArrayList<>();
    try (PgServer server = PgServer.start(url, settings())) {
      try (Connection first = server.connect("u0")) {
        ask(first, 0, new ConcurrentHashMap<>(), new long[1]);
      }
      long before = heap();
      int threads = Thread.activeCount();
      for (int i = 0; i < IDLE; i++) {
        idle.add(signedIn(server, "u" + i % USERS));
      }
      long after = heap();
      assertThat(server.listener().connections().count()).isEqualTo(IDLE);
      // Workers that have signed clients in end later; there is none for each connection.
      assertThat(Thread.activeCount() - threads).isLessThan(Math.max(IDLE / 4, 20));
      Map<String, Integer> refused = new ConcurrentHashMap<>();
      long cpu = PROCESS.getProcessCpuTime();
      long began = System.nanoTime();
      long[] times = busy(server, refused);
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
      System.out.printf(
          "%s: %d idle connections: heap %.1f MiB before, %.1f with them; %d busy ones: %d queries"
              + " in %.1f s, median %.1f ms, 95 %% below %.1f ms, longest %.0f ms;"
              + " CPU %.2f ms a query; heap %.1f MiB; refused %s%n",
          store,
          IDLE,
          mebibytes(before),
          mebibytes(after),
          BUSY,
          times.length,
          seconds,
          milliseconds(times[times.length / 2]),
          milliseconds(times[times.length * 95 / 100]),
          milliseconds(times[times.length - 1]),
          cpuSeconds * 1e3 / times.length,
          mebibytes(heap()),
          new TreeMap<>(refused));
      assertThat(refused.keySet()).isSubsetOf("53300");
      assertThat(refused.values().stream().mapToInt(Integer::intValue).sum())
          .isLessThan(times.length / 2);
      for (Socket socket : idle) {
        query(socket);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /** With room for all, which is more than the default. */
  private static PgSettings settings() {
    PgSettings usual = PgServer.settings();
    return PgSettings.of(
        usual.host(),
        0,
        ConnectionLimits.DEFAULT.withConnections(2 * (IDLE + BUSY)),
        usual.patience());
  }

  /** All times of queries in ns, in ascending order. */
  private static long[] busy(PgServer server, Map<String, Integer> refused) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(BUSY);
    try {
      CountDownLatch connected = new CountDownLatch(BUSY);
      Semaphore signingIn = new Semaphore(SIGNING_IN);
      List<Callable<long[]>> work = new ArrayList<>();
      for (int i = 0; i < BUSY; i++) {
        int number = i;
        work.add(
            () -> {
              long[] times = new long[QUERIES];
              signingIn.acquire();
              try (Connection connection = server.connect("u" + number % USERS)) {
                signingIn.release();
                connected.countDown();
                connected.await();
                ask(connection, number % USERS, refused, times);
              }
              return times;
            });
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> one : clients.invokeAll(work)) {
        all.add(one.get());
      }
      return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    } finally {
      clients.shutdownNow();
    }
  }

  /** As many queries as there are times; they wait for the others for as long as it takes. */
  private static void ask(
      Connection connection, int user, Map<String, Integer> refused, long[] times)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, "lab.s.m" + user);
      query.setString(2, "champion");
      for (int i = 0; i < times.length; i++) {
        long start = System.nanoTime();
        try (ResultSet row = query.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(1);
        } catch (SQLException refusal) {
          refused.merge(String.valueOf(refusal.getSQLState()), 1, Integer::sum);
        }
        times[i] = System.nanoTime() - start;
      }
    }
  }

  /** A connection without a driver, which would use most of the memory. */
  private static Socket signedIn(PgServer server, String user) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    byte[] parameters = ("user\0" + user + "\0database\0system\0\0").getBytes(UTF_8);
    out.writeInt(2 * Integer.BYTES + parameters.length);
    out.writeInt(VERSION);
    out.write(parameters);
    send(out, 'p', TestServer.PASSWORD);
    awaitReady(socket);
    return socket;
  }

  private static void query(Socket socket) throws IOException {
    send(new DataOutputStream(socket.getOutputStream()), 'Q', "SELECT 1");
    assertThat(awaitReady(socket)).contains("D").doesNotContain("E");
  }

  private static void send(DataOutputStream out, char type, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    out.write(type);
    out.writeInt(Integer.BYTES + body.length + 1);
    out.write(body);
    out.write(0);
    out.flush();
  }

  /** The types of the messages until the server waits for a statement. */
  private static String awaitReady(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder types = new StringBuilder();
    do {
      types.append((char) in.readByte());
      in.readFully(new byte[in.readInt() - Integer.BYTES]);
    } while (types.charAt(types.length() - 1) != 'Z');
    return types.toString();
  }

  /** Bytes in use after a collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static double milliseconds(long nanoseconds) {
    return nanoseconds / 1e6;
  }
}
