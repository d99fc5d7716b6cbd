package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A deadlock of explicit transactions ends one of them as a whole, which says so until ROLLBACK;
 * the others commit.
 */
@Timeout(180)
final class DeadlockTest {
  private static final String ALIAS = "ALTER MODEL %s VERSION 1 SET ALIAS %s";

  /** How a client begins a transaction. */
  private enum Start {
    BY_STATEMENT {
      @Override
      void begin(Client client) {
        client.run("BEGIN");
      }

      @Override
      void end(Client client) {
        // Without a transaction, JDBC refuses rollback() in autocommit mode.
      }
    },
    BY_AUTO_COMMIT {
      @Override
      void begin(Client client) {
        client.begin();
      }

      @Override
      void end(Client client) {
        client.rollback();
      }
    };

    abstract void begin(Client client);

    /** Restores autocommit mode after the transaction has ended. */
    abstract void end(Client client);
  }

  /**
   * Transactions that wait for each other in a circle once each has run both of its statements.
   *
   * @param steps the two statements of each
   * @param traces a query for each transaction, with a row if the transaction was committed
   */
  private record Circle(String name, List<List<String>> steps, List<String> traces) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String alias(String model, String alias) {
    return ALIAS.formatted(model, alias);
  }

  private static String hasAlias(String alias) {
    return "SELECT 1 FROM aliases WHERE alias_key = '" + alias + "'";
  }

  private static final List<Circle> CIRCLES =
      List.of(
          new Circle(
              "aliases of two models",
              List.of(
                  List.of(alias("one.s.m", "t0"), alias("two.s.m", "late")),
                  List.of(alias("two.s.m", "t1"), alias("one.s.m", "late"))),
              List.of(hasAlias("t0"), hasAlias("t1"))),
          new Circle(
              "tags of two models",
              List.of(
                  List.of(
                      "ALTER MODEL one.s.m SET TAGS ('t0' = '')",
                      "ALTER MODEL two.s.m SET TAGS ('late' = '')"),
                  List.of(
                      "ALTER MODEL two.s.m SET TAGS ('t1' = '')",
                      "ALTER MODEL one.s.m SET TAGS ('late' = '')")),
              List.of(
                  "SELECT 1 FROM tags WHERE tag_name = 't0'",
                  "SELECT 1 FROM tags WHERE tag_name = 't1'")),
          new Circle(
              "the same two grants",
              List.of(
                  List.of(
                      "GRANT EXECUTE ON MODEL one.s.m TO ann",
                      "GRANT EXECUTE ON MODEL two.s.m TO ann; COMMENT ON CATALOG one IS 't0'"),
                  List.of(
                      "GRANT EXECUTE ON MODEL two.s.m TO ann",
                      "GRANT EXECUTE ON MODEL one.s.m TO ann; COMMENT ON CATALOG one IS 't1'")),
              List.of(
                  "SELECT 1 FROM catalogs WHERE comment = 't0'",
                  "SELECT 1 FROM catalogs WHERE comment = 't1'")),
          new Circle(
              "the same two new models",
              List.of(
                  List.of(
                      "CREATE MODEL one.s.a COMMENT 't0'", "CREATE MODEL IF NOT EXISTS two.s.a"),
                  List.of(
                      "CREATE MODEL two.s.a COMMENT 't1'", "CREATE MODEL IF NOT EXISTS one.s.a")),
              List.of(
                  "SELECT 1 FROM models WHERE comment = 't0'",
                  "SELECT 1 FROM models WHERE comment = 't1'")),
          new Circle(
              "members of a group and a model",
              List.of(
                  List.of("ALTER GROUP g ADD USER ann", alias("one.s.m", "t0")),
                  List.of(alias("one.s.m", "t1"), "ALTER GROUP g ADD USER ben")),
              List.of(hasAlias("t0"), hasAlias("t1"))),
          new Circle(
              "a container that is dropped and a model elsewhere",
              List.of(
                  List.of(alias("one.s.m", "t0"), "DROP CATALOG two CASCADE"),
                  List.of(alias("two.s.m", "t1"), alias("one.s.m", "late"))),
              List.of(hasAlias("t0"), hasAlias("t1"))),
          new Circle(
              "two containers that are dropped",
              List.of(
                  List.of(
                      "COMMENT ON CATALOG three IS 't0'; " + alias("one.s.m", "a"),
                      "DROP CATALOG two CASCADE"),
                  List.of(alias("two.s.m", "t1"), "DROP CATALOG one CASCADE")),
              List.of("SELECT 1 FROM catalogs WHERE comment = 't0'", hasAlias("t1"))),
          new Circle(
              "three transactions",
              List.of(
                  List.of(alias("one.s.m", "t0"), alias("two.s.m", "late0")),
                  List.of(alias("two.s.m", "t1"), alias("three.s.m", "late1")),
                  List.of(alias("three.s.m", "t2"), alias("one.s.m", "late2"))),
              List.of(hasAlias("t0"), hasAlias("t1"), hasAlias("t2"))));

  private static Stream<Arguments> circles() {
    return Stream.of(TestStore.values())
        .flatMap(
            store ->
                Stream.of(Start.values())
                    .flatMap(
                        start ->
                            CIRCLES.stream()
                                .limit(start == Start.BY_STATEMENT ? CIRCLES.size() : 2)
                                .map(circle -> Arguments.of(store, start, circle))));
  }

  private final List<Client> clients = new ArrayList<>();

  /** A transaction left open by a failed test would block the next test. */
  @AfterEach
  void close() {
    clients.forEach(Client::close);
  }

  private Client admin(TestRegistry registry) {
    Client client = registry.as("admin");
    clients.add(client);
    return client;
  }

  private static TestRegistry filled(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    for (String catalog : List.of("one", "two", "three")) {
      registry
          .admin()
          .run(
              "CREATE CATALOG "
                  + catalog
                  + "; CREATE SCHEMA "
                  + catalog
                  + ".s; CREATE MODEL "
                  + catalog
                  + ".s.m; ALTER MODEL "
                  + catalog
                  + ".s.m ADD VERSION FROM 'x'");
    }
    registry.admin().run("CREATE USER ann; CREATE USER ben; CREATE GROUP g");
    return registry;
  }

  /**
   * Runs a statement, and COMMIT if it succeeds.
   *
   * @return the error of the statement, if any
   */
  private static FutureTask<Optional<Failure>> committing(Client client, String sql) {
    FutureTask<Optional<Failure>> task =
        new FutureTask<>(
            () -> {
              Optional<Failure> failure = client.attempt(sql);
              if (failure.isEmpty()) {
                client.run("COMMIT");
              }
              return failure;
            });
    new Thread(task).start();
    return task;
  }

  @ParameterizedTest
  @MethodSource("circles")
  void oneTransactionEndsAndTheOthersCommit(TestStore store, Start start, Circle circle)
      throws InterruptedException, ExecutionException {
    TestRegistry registry = filled(store);
    List<FutureTask<Optional<Failure>>> ends = new ArrayList<>();
    for (List<String> steps : circle.steps()) {
      Client client = admin(registry);
      start.begin(client);
      client.run(steps.get(0));
    }
    for (int i = 0; i < clients.size(); i++) {
      ends.add(committing(clients.get(i), circle.steps().get(i).get(1)));
    }
    List<Client> victims = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      Optional<Failure> failure = ends.get(i).get();
      if (failure.isPresent()) {
        assertThat(failure.get().sqlState()).as(failure.get().message()).isEqualTo("40001");
        victims.add(clients.get(i));
      }
    }
    assertThat(victims).hasSize(1);
    Client victim = victims.get(0);
    victim.failsWith("IN_FAILED_TRANSACTION", "SELECT 1 FROM models");
    victim.failsWith("IN_FAILED_TRANSACTION", "EXPLAIN PLAN FOR SELECT 1 FROM models");
    victim.failsWith("IN_FAILED_TRANSACTION", "SHOW CATALOGS");
    victim.failsWith("IN_FAILED_TRANSACTION", "USE CATALOG three");
    victim.failsWith("IN_FAILED_TRANSACTION", "COMMENT ON CATALOG three IS 'x'");
    victim.failsWith("IN_FAILED_TRANSACTION", "BEGIN");
    victim.failsWith("IN_FAILED_TRANSACTION", "COMMIT");
    assertThat(victim.value("SELECT 1")).isEqualTo(1);
    start.end(victim);
    for (int i = 0; i < clients.size(); i++) {
      boolean committed = clients.get(i) != victim;
      // Objects dropped by a committed transaction take traces of the others with them.
      if (!committed || !circle.name().contains("dropped")) {
        assertThat(registry.admin().rows(circle.traces().get(i)))
            .as("trace of transaction %s", i)
            .hasSize(committed ? 1 : 0);
      }
      if (committed) {
        start.end(clients.get(i));
      }
    }
    victim.run("COMMENT ON CATALOG three IS 'usable'");
    assertThat(registry.admin().rows("SELECT 1 FROM catalogs WHERE comment = 'usable'")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void autocommitStatementThatLosesIsRunAgain(TestStore store)
      throws InterruptedException, ExecutionException {
    TestRegistry registry = filled(store);
    Client transaction = admin(registry);
    Client single = admin(registry);
    transaction.begin();
    transaction.run(alias("two.s.m", "t0"));
    FutureTask<Optional<Failure>> drop =
        new FutureTask<>(() -> single.attempt("DROP CATALOG one CASCADE"));
    new Thread(drop).start();
    transaction.run(alias("three.s.m", "t0") + "; COMMIT");
    assertThat(drop.get()).isEmpty();
    transaction.rollback();
    assertThat(registry.admin().rows(hasAlias("t0"))).hasSize(2);
    assertThat(registry.admin().rows("SELECT 1 FROM catalogs WHERE catalog_name = 'one'"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void rollbackMakesTheSessionUsable(TestStore store)
      throws InterruptedException, ExecutionException {
    TestRegistry registry = filled(store);
    Client first = admin(registry);
    Client second = admin(registry);
    first.run("BEGIN; " + alias("one.s.m", "t0"));
    second.run("BEGIN; " + alias("two.s.m", "t1"));
    FutureTask<Optional<Failure>> one = committing(first, alias("two.s.m", "late"));
    FutureTask<Optional<Failure>> two = committing(second, alias("one.s.m", "late"));
    Client victim = one.get().isPresent() ? first : second;
    assertThat(two.get().isPresent()).isNotEqualTo(one.get().isPresent());
    victim.failsWith("IN_FAILED_TRANSACTION", "SHOW CATALOGS");
    victim.run("ROLLBACK");
    victim.run("BEGIN; " + alias("three.s.m", "again") + "; COMMIT");
    assertThat(registry.admin().rows(hasAlias("again"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aConcurrentInsertUndoesTheStatementOnly(TestStore store)
      throws InterruptedException, ExecutionException {
    TestRegistry registry = filled(store);
    Client first = admin(registry);
    Client second = admin(registry);
    first.run("BEGIN; CREATE MODEL one.s.new");
    second.run("BEGIN; " + alias("two.s.m", "t1"));
    FutureTask<Optional<Failure>> create =
        new FutureTask<>(() -> second.attempt("CREATE MODEL one.s.new"));
    new Thread(create).start();
    first.run("COMMIT");
    assertThat(create.get().orElseThrow().condition()).isEqualTo("MODEL_ALREADY_EXISTS");
    second.run("COMMIT");
    assertThat(registry.admin().rows(hasAlias("t1"))).hasSize(1);
  }
}
