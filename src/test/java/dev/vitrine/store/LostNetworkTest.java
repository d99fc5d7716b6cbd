package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.Polling;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.store.connection.ConnectionPart;
import dev.vitrine.store.connection.StoreSettings;
import dev.vitrine.store.result.StoreQuery;
import dev.vitrine.store.result.StoreRows;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that loses packets without closing connections costs statements, not the store. */
@Timeout(120)
final class LostNetworkTest {
  private static final int POOL = 8;
  private static final Duration LONG = Duration.ofSeconds(30);

  private SilentProxy proxy;
  private Store store;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws IOException {
    String url = TestStore.POSTGRESQL.newUrl();
    URI place = URI.create(url.substring("jdbc:vitrine:".length()));
    proxy = new SilentProxy(place.getPort());
    String through =
        url.replace(place.getHost() + ":" + place.getPort(), "127.0.0.1:" + proxy.port());
    store =
        Store.open(
            StoreLocation.parse(through),
            StoreSettings.DEFAULT.withConnections(POOL).withSilence(Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    proxy.restore();
    store.close();
    proxy.close();
  }

  private static boolean ask(StoreTransaction work) {
    return work.call(reading -> reading.principals().find("account users").isPresent());
  }

  private List<StoreTransaction> transactions() {
    List<StoreTransaction> open = new ArrayList<>();
    for (int i = 0; i < ConnectionPart.ORDINARY.sizeIn(POOL) / 2; i++) {
      open.add(store.begin());
    }
    open.add(store.beginAudit());
    open.forEach(LostNetworkTest::ask);
    return open;
  }

  /** Sends a statement on each, without a response. */
  private List<Future<VitrineException>> inFlight(List<StoreTransaction> open) {
    return open.stream()
        .map(
            work ->
                threads.submit(
                    () -> {
                      try (work) {
                        return catchThrowableOfType(VitrineException.class, () -> ask(work));
                      } catch (VitrineException closing) {
                        return closing;
                      }
                    }))
        .toList();
  }

  private static void assertLost(List<Future<VitrineException>> statements) throws Exception {
    for (Future<VitrineException> statement : statements) {
      assertThat(statement.get().code()).isEqualTo(ErrorCode.STORE_UNREACHABLE);
    }
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    Polling.until("the condition", condition::call);
  }

  private void assertAllWork() {
    try (StoreTransaction work = store.begin()) {
      assertThat(ask(work)).isTrue();
    }
    try (StoreTransaction work = store.beginAudit()) {
      assertThat(ask(work)).isTrue();
    }
    assertThat(store.<Boolean>reading(reads -> reads.principals().login("x").isEmpty())).isTrue();
  }

  @Test
  void connectionsThatAreCutAreReplacedWhileNewOnesWork() throws Exception {
    List<StoreTransaction> open = transactions();
    assertThat(store.health(LONG).connects()).isTrue();
    proxy.cutConnections();
    assertLost(inFlight(open));
    eventually(() -> store.health(LONG).connects());
    assertAllWork();
    assertThat(store.pool().shares().used().get(ConnectionPart.ORDINARY)).isZero();
  }

  @Test
  void aCutNetworkIsSeenAndWorksAgainOnceItIsBack() throws Exception {
    List<StoreTransaction> open = transactions();
    assertThat(store.health(LONG).responds()).isTrue();
    proxy.cutNetwork();
    List<Future<VitrineException>> statements = inFlight(open);
    assertThat(store.health(Duration.ofSeconds(2)).responds()).isFalse();
    assertLost(statements);
    assertThat(store.health(Duration.ofSeconds(2)).responds()).isFalse();
    proxy.restore();
    eventually(
        () -> {
          StoreHealth health = store.health(LONG);
          return health.responds() && health.connects();
        });
    assertAllWork();
  }

  @Test
  void aLongRunningStatementIsNotConsideredLost() throws Exception {
    try (StoreTransaction work = store.begin()) {
      long user = work.call(asking -> asking.principals().find("account users").get().id());
      List<Column> columns = List.of(Column.bigint("x", false, ""));
      StoreQuery slow =
          new StoreQuery(
              user,
              "SELECT 1 FROM pg_sleep(3)",
              Set.of(),
              List.of(),
              0,
              columns,
              0,
              MemoryBudget.ofHeap().open(user));
      try (StoreRows rows = work.query(slow)) {
        assertThat(rows.next()).isPresent();
      }
    }
  }
}
