package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.ServerProcess;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Two hundred connections through the driver to a server of the packaged jar, whose PostgreSQL is
 * stopped and started again half way.
 */
final class Soak implements AutoCloseable {
  private static final int READERS = 112;
  private static final int GRANTERS = 20;
  private static final int FAILING = 20;
  private static final int CANCELLING = 8;
  private static final int DOORS = 8;

  /** A worker's pause, so that all together send about a hundred statements a second. */
  private static final Duration PAUSE = Duration.ofMillis(1_800);

  private static final Duration LONG_PAUSE = Duration.ofSeconds(8);

  /** How long PostgreSQL is away. */
  private static final Duration OUTAGE = Duration.ofSeconds(4);

  private final RestartablePostgres postgres;
  private final ServerProcess server;
  private final Ledger ledger = new Ledger();
  private final Registry registry;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
  private final ScheduledThreadPoolExecutor pool;
  private final List<Future<?>> turns = new ArrayList<>();
  private final List<ChangingWorker> changing = new ArrayList<>();
  private final List<GrantingWorker> granting = new ArrayList<>();
  private final List<Worker> others = new ArrayList<>();

  private Soak(RestartablePostgres postgres, ServerProcess server) throws Exception {
    this.postgres = postgres;
    this.server = server;
    this.registry = new Registry(driver(), server.url(), ledger);
    for (int number = 0; number < Registry.MODELS; number++) {
      changing.add(new ChangingWorker(registry, number));
    }
    for (int number = 0; number < GRANTERS; number++) {
      granting.add(new GrantingWorker(registry, number));
    }
    for (int number = 0; number < READERS; number++) {
      others.add(new ReadingWorker(registry, number));
    }
    for (int number = 0; number < FAILING; number++) {
      others.add(new FailingWorker(registry, number));
    }
    for (int number = 0; number < CANCELLING; number++) {
      others.add(new CancellingWorker(registry, number, clock));
    }
    this.pool = new ScheduledThreadPoolExecutor(all().size());
  }

  /** A PostgreSQL and a server, both in the directory. */
  static Soak open(Path directory) throws Exception {
    RestartablePostgres postgres = RestartablePostgres.start(directory.resolve("postgresql"));
    String storeUrl = "jdbc:vitrine:" + postgres.url().substring("jdbc:".length());
    Registry.fill(storeUrl);
    // The whole heap is resident from the start: growth of the resident set is memory outside of
    // it.
    return new Soak(
        postgres,
        ServerProcess.start(
            storeUrl,
            directory.resolve("server.txt"),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch"));
  }

  /** The one in the thin jar, and nothing but that jar. */
  private static Driver driver() throws IOException {
    URL jar = Path.of(System.getProperty("vitrine.driver.jar")).toUri().toURL();
    ClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    return ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow();
  }

  /** The result of a run. */
  record Result(
      Duration length,
      int connections,
      Ledger ledger,
      ServerFigures atFirst,
      ServerFigures afterwards,
      Duration away,
      long acknowledged,
      String serverLog) {}

  /** Runs for this time, and checks that no acknowledged change is lost. */
  Result run(Duration length) throws Exception {
    begin();
    pass(length.dividedBy(4));
    ServerFigures atFirst = figures();
    pass(length.dividedBy(4));
    Duration away = restart();
    pass(length.dividedBy(2).minus(away));
    ServerFigures afterwards = figures();
    int connections = all().size();
    assertThat(turns).as("workers that gave up").noneMatch(Future::isDone);
    pool.shutdown();
    boolean ended = pool.awaitTermination(60, TimeUnit.SECONDS);
    assertThat(all()).as("workers that hang").noneMatch(Worker::isBusy);
    assertThat(ended).isTrue();
    for (Worker worker : all()) {
      worker.close();
    }
    long acknowledged = check();
    return new Result(
        length, connections, ledger, atFirst, afterwards, away, acknowledged, server.log());
  }

  /** Everybody connects, a few at a time; then all have their turns, evenly spread. */
  private void begin() throws InterruptedException {
    List<Worker> workers = all();
    ExecutorService doors = Executors.newFixedThreadPool(DOORS);
    try {
      doors.invokeAll(workers.stream().map(Executors::callable).toList());
    } finally {
      doors.shutdown();
    }
    long delay = 0;
    for (Worker worker : workers) {
      Duration pause = worker instanceof CancellingWorker ? LONG_PAUSE : PAUSE;
      turns.add(
          pool.scheduleWithFixedDelay(worker, delay, pause.toMillis(), TimeUnit.MILLISECONDS));
      delay += PAUSE.toMillis() / workers.size();
    }
  }

  private List<Worker> all() {
    List<Worker> workers = new ArrayList<>(others);
    workers.addAll(changing);
    workers.addAll(granting);
    return workers;
  }

  /**
   * @return how long the store was not available
   */
  private Duration restart() throws Exception {
    Instant begin = Instant.now();
    ledger.storeGoesDown();
    postgres.stop();
    pass(OUTAGE);
    postgres.start();
    try (Connection connection = registry.connect("reader0");
        Statement statement = connection.createStatement()) {
      assertThat(Worker.value(statement, "SELECT COUNT(*) FROM models")).isNotNull();
    }
    ledger.storeIsBack();
    return Duration.between(begin, Instant.now());
  }

  private ServerFigures figures() throws Exception {
    return ServerFigures.of(server.pid(), postgres.url());
  }

  /** Meanwhile the workers work. */
  private void pass(Duration time) throws Exception {
    clock.schedule(() -> {}, time.toMillis(), TimeUnit.MILLISECONDS).get();
  }

  /**
   * @return number of acknowledged changes
   */
  private long check() throws SQLException {
    long changes = 0;
    try (Connection admin = registry.connect("admin");
        Statement statement = admin.createStatement()) {
      for (ChangingWorker worker : changing) {
        worker.check(admin);
        changes += worker.changes();
      }
      for (GrantingWorker worker : granting) {
        worker.check(admin);
        changes += worker.changes();
      }
      assertThat(
              (Long)
                  Worker.value(
                      statement,
                      "SELECT COUNT(*) FROM system.access.audit WHERE response_code = 200 AND"
                          + " (user_identity LIKE 'engineer%' OR user_identity LIKE 'steward%')"))
          .as("changes in the trail")
          .isGreaterThanOrEqualTo(changes);
    }
    return changes;
  }

  @Override
  public void close() throws IOException {
    pool.shutdownNow();
    clock.shutdownNow();
    server.close();
    postgres.close();
  }
}
