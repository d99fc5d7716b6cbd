package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import dev.vitrine.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty users without grants attack a server with a small heap on PostgreSQL while twenty ordinary
 * users work: 12 s in each build, two minutes in the profile {@code nightly}. Reads the memory of
 * the processes from {@code /proc}, so it runs on Linux only.
 */
final class HostileUsersIT {
  private static final int USERS = 20;
  private static final int UNDISTURBED_SECONDS = 6;
  private static final int WARM_UP_SECONDS = 6;
  private static final int ATTACK_SECONDS = Effort.times(12, 120);
  private static final double FACTOR = 3;

  /**
   * PostgreSQL, the server and 40 client threads of this JVM share the cores of the build machine,
   * so a request of a few milliseconds waits for several time slices of the processes of hostile
   * users, whatever the server does.
   */
  private static final double SLACK_MILLIS = 50;

  /** A heap of 256 MiB, and classes, code, threads and buffers. */
  private static final long MOST_SERVER_MEGABYTES = 800;

  private static final long MOST_BACKEND_MEGABYTES = 256;

  @TempDir private Path directory;

  @Test
  @Timeout(600)
  void ordinaryUsersAreServedWhileOthersAttack() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    String postgres = TestStore.newPostgresUrl();
    String store = "jdbc:vitrine:" + postgres.substring("jdbc:".length());
    fill(store);
    Latencies before = new Latencies();
    Latencies meanwhile = new Latencies();
    Map<String, Integer> answers = HostileUser.answers();
    try (ServerProcess server =
            ServerProcess.start(store, directory.resolve("server.txt"), "-Xmx256m");
        ProcessMemory memory = new ProcessMemory(server.pid(), postgres)) {
      String url = server.url();
      work(url, new Latencies(), Map.of(), 0, WARM_UP_SECONDS, memory);
      work(url, before, Map.of(), 0, UNDISTURBED_SECONDS, memory);
      work(url, meanwhile, answers, USERS, ATTACK_SECONDS, memory);
      String report = report(before, meanwhile, memory, answers);
      System.out.print(report);
      Files.writeString(Path.of("target", "hostile-users.txt"), report);
      assertThat(server.log()).doesNotContain("OutOfMemory", "NullPointer");
      check(before, meanwhile, memory);
    }
  }

  private static void check(Latencies before, Latencies meanwhile, ProcessMemory memory) {
    SoftAssertions all = new SoftAssertions();
    all.assertThat(before.failures()).as("failures before").isEmpty();
    all.assertThat(meanwhile.failures()).as("failures of ordinary users").isEmpty();
    for (OrdinaryUser.Kind kind : OrdinaryUser.Kind.values()) {
      all.assertThat(meanwhile.count(kind)).as("requests %s", kind).isPositive();
      all.assertThat(meanwhile.median(kind))
          .as("median of %s in ms", kind)
          .isLessThanOrEqualTo(FACTOR * before.median(kind) + SLACK_MILLIS);
    }
    all.assertThat(memory.server()).as("MiB of the server").isLessThan(MOST_SERVER_MEGABYTES);
    all.assertThat(memory.backend()).as("MiB of a backend").isLessThan(MOST_BACKEND_MEGABYTES);
    all.assertAll();
  }

  /**
   * Ordinary and hostile users work for some seconds, and longer on a slow machine, where few
   * requests end in that time; all have ended when it returns.
   */
  private static void work(
      String url,
      Latencies latencies,
      Map<String, Integer> answers,
      int hostile,
      int seconds,
      ProcessMemory memory)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(USERS + hostile);
    List<Future<Void>> users = new ArrayList<>();
    for (int number = 0; number < USERS; number++) {
      users.add(threads.submit(new OrdinaryUser(url, number, latencies)));
    }
    for (int number = 0; number < hostile; number++) {
      users.add(threads.submit(new HostileUser(url, number, answers)));
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end || !latencies.isEnough()) {
      memory.look();
      assertThat(users).as("users who gave up").noneMatch(Future::isDone);
      TimeUnit.MILLISECONDS.sleep(250);
    }
    threads.shutdownNow();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).as("all answered").isTrue();
  }

  private static void fill(String store) throws SQLException {
    try (Connection admin = DriverManager.getConnection(store, "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute(
          "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE GROUP workers;"
              + " GRANT USE CATALOG ON CATALOG c TO workers;"
              + " GRANT USE SCHEMA, EXECUTE ON SCHEMA c.s TO workers");
      for (int i = 0; i < USERS; i++) {
        String user = "ordinary" + i;
        String model = "c.s." + user;
        for (String name : List.of(user, "hostile" + i)) {
          statement.execute("CREATE USER " + name + " WITH PASSWORD '" + Registry.PASSWORD + "'");
        }
        statement.execute("ALTER GROUP workers ADD USER " + user);
        statement.execute("CREATE MODEL " + model);
        statement.execute("ALTER MODEL " + model + " ADD VERSION FROM 's3://bucket/first'");
        statement.execute("ALTER MODEL " + model + " VERSION 1 SET ALIAS champion");
        statement.execute("ALTER MODEL " + model + " OWNER TO " + user);
      }
      statement.execute("ALTER USER admin SET PASSWORD '" + Registry.PASSWORD + "'");
    }
  }

  private static String report(
      Latencies before, Latencies meanwhile, ProcessMemory memory, Map<String, Integer> answers) {
    StringBuilder text = new StringBuilder("Hostile users:\n");
    for (OrdinaryUser.Kind kind : OrdinaryUser.Kind.values()) {
      text.append(
          "%s: undisturbed %d, median %.1f ms; attacked %d, median %.1f ms, 95 %% %.1f ms%n"
              .formatted(
                  kind,
                  before.count(kind),
                  before.median(kind),
                  meanwhile.count(kind),
                  meanwhile.median(kind),
                  meanwhile.percentile(kind, 95)));
    }
    text.append(
        "server at most %d MiB resident, largest backend %d MiB anonymous%n"
            .formatted(memory.server(), memory.backend()));
    meanwhile.failures().forEach(failure -> text.append(failure).append('\n'));
    return text.append(new TreeMap<>(answers)).append('\n').toString();
  }
}
