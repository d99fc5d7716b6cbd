package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold when everybody does the same thing at once. */
final class ConcurrencyTest {
  private static final int THREADS = 8;

  @FunctionalInterface
  private interface Work<T> {
    T run(Client client, int thread) throws Exception;
  }

  /** Runs the work on a connection of admin a thread, all starting together. */
  private static <T> List<T> together(TestRegistry registry, int threads, Work<T> work)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        tasks.add(
            () -> {
              try (Client client = registry.as("admin")) {
                start.await();
                return work.run(client, number);
              }
            });
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) {
        answers.add(answer(future));
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> T answer(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException exception) {
      throw new AssertionError(exception.getCause());
    }
  }

  private static String condition(Optional<Failure> failure) {
    return failure.map(Failure::condition).orElse("done");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionNumbersAreDistinctAndWithoutGaps(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    List<List<Long>> numbers =
        together(
            registry,
            THREADS,
            (client, thread) -> {
              List<Long> given = new ArrayList<>();
              for (int round = 0; round < 50; round++) {
                given.add(client.addVersion("ALTER MODEL c.s.m ADD VERSION FROM 'x'"));
              }
              return given;
            });
    List<Long> all = LongStream.rangeClosed(1, 400).boxed().toList();
    assertThat(numbers.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(registry.admin().column("SELECT version FROM versions ORDER BY version"))
        .containsExactlyElementsOf(all.stream().map(String::valueOf).toList());
    assertThat(registry.admin().value("SELECT latest_version FROM models")).isEqualTo(400L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensStopAtTheirLimit(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    List<List<String>> answers =
        together(
            registry,
            THREADS,
            (client, thread) -> {
              List<String> given = new ArrayList<>();
              for (int round = 0; round < 15; round++) {
                given.add(condition(client.attempt("CREATE TOKEN")));
              }
              return given;
            });
    assertThat(answers.stream().flatMap(List::stream).filter("done"::equals)).hasSize(100);
    assertThat(answers.stream().flatMap(List::stream)).containsOnly("done", "TOKEN_LIMIT_EXCEEDED");
    assertThat(registry.admin().rows("SHOW TOKENS")).hasSize(100);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void oneOfManyCreatesAName(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s");
    for (int round = 0; round < 10; round++) {
      for (String kind : List.of("CATALOG ", "SCHEMA c.", "MODEL c.s.", "USER u", "GROUP g")) {
        String sql = "CREATE " + kind + "n" + round;
        List<String> answers =
            together(registry, THREADS, (client, thread) -> condition(client.attempt(sql)));
        String noun = kind.startsWith("USER") || kind.startsWith("GROUP") ? "PRINCIPAL" : kind;
        String taken = noun.replaceAll(" .*", "") + "_ALREADY_EXISTS";
        assertThat(answers).as(sql).containsOnlyOnce("done").containsOnly("done", taken);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void createIfNotExistsNeverFails(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s");
    for (int round = 0; round < 10; round++) {
      String sql = "CREATE MODEL IF NOT EXISTS c.s.n" + round;
      assertThat(together(registry, THREADS, (client, thread) -> condition(client.attempt(sql))))
          .containsOnly("done");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aMovedAliasIsOneRow(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    for (int version = 1; version <= THREADS; version++) {
      registry.admin().run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    }
    for (int round = 0; round < 10; round++) {
      String name = "champion" + round / 5;
      List<String> answers =
          together(
              registry,
              THREADS,
              (client, thread) ->
                  condition(
                      client.attempt(
                          "ALTER MODEL c.s.m VERSION " + (thread + 1) + " SET ALIAS " + name)));
      assertThat(answers).containsOnly("done");
      assertThat(registry.admin().rows("SELECT version FROM aliases WHERE alias_key = ?", name))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aModelNeverHasMoreThanTenAliases(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    registry.admin().run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    List<List<String>> answers =
        together(
            registry,
            THREADS,
            (client, thread) -> {
              List<String> conditions = new ArrayList<>();
              for (int number = 0; number < 4; number++) {
                String sql = "ALTER MODEL c.s.m VERSION 1 SET ALIAS a" + thread + "_" + number;
                conditions.add(condition(client.attempt(sql)));
              }
              return conditions;
            });
    List<String> all = answers.stream().flatMap(List::stream).toList();
    assertThat(all).containsOnly("done", "ALIAS_LIMIT_EXCEEDED");
    assertThat(all.stream().filter("done"::equals)).hasSize(10);
    assertThat(registry.admin().rows("SHOW ALIASES IN MODEL c.s.m")).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tagsNeverExceedTheirLimit(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    registry.admin().run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    for (String object : List.of("c.s.m", "c.s.m VERSION 1")) {
      List<List<String>> answers =
          together(
              registry,
              THREADS,
              (client, thread) -> {
                List<String> conditions = new ArrayList<>();
                for (int number = 0; number < 8; number++) {
                  String sql =
                      "ALTER MODEL %s SET TAGS ('%d_%d' = '')".formatted(object, thread, number);
                  conditions.add(condition(client.attempt(sql)));
                }
                return conditions;
              });
      List<String> all = answers.stream().flatMap(List::stream).toList();
      assertThat(all).as(object).containsOnly("done", "TAG_LIMIT_EXCEEDED");
      assertThat(all.stream().filter("done"::equals)).as(object).hasSize(50);
    }
    for (String relation : List.of("tags", "version_tags")) {
      assertThat(registry.admin().rows("SELECT tag_name FROM " + relation)).hasSize(50);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void groupsNeverFormACycle(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    for (int round = 0; round < 10; round++) {
      String prefix = "g" + round + "_";
      for (int group = 0; group < THREADS; group++) {
        registry.admin().run("CREATE GROUP " + prefix + group);
      }
      List<String> answers =
          together(
              registry,
              THREADS,
              (client, thread) ->
                  condition(
                      client.attempt(
                          "ALTER GROUP %1$s%2$d ADD GROUP %1$s%3$d"
                              .formatted(prefix, thread, (thread + 1) % THREADS))));
      assertThat(answers.stream().filter("done"::equals)).hasSize(THREADS - 1);
      assertThat(answers).doesNotContain("INTERNAL_ERROR", "SERIALIZATION_FAILURE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void twoAdminsCannotRemoveEachOther(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    Client founder = registry.admin();
    founder.run("CREATE GROUP admins WITH USER admin; ALTER METASTORE SET OWNER TO admins");
    for (int round = 0; round < 10; round++) {
      List<String> names = List.of("x" + round, "y" + round);
      founder.run("CREATE USER x" + round + "; CREATE USER y" + round);
      founder.run("CREATE GROUP both" + round + " WITH USER x" + round + ", y" + round);
      founder.run("ALTER GROUP admins ADD GROUP both" + round);
      founder.run("ALTER GROUP admins DROP USER admin");
      CyclicBarrier start = new CyclicBarrier(2);
      ExecutorService pool = Executors.newFixedThreadPool(2);
      List<Callable<String>> tasks = new ArrayList<>();
      for (int self = 0; self < 2; self++) {
        String name = names.get(self);
        String sql = "ALTER GROUP both" + round + " DROP USER " + names.get(1 - self);
        tasks.add(
            () -> {
              try (Client client = registry.as(name)) {
                start.await();
                return condition(client.attempt(sql));
              }
            });
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> future : pool.invokeAll(tasks)) {
        answers.add(answer(future));
      }
      pool.shutdownNow();
      assertThat(answers).containsOnlyOnce("done");
      assertThat(answers).containsAnyOf("LAST_ADMIN", "INSUFFICIENT_PRIVILEGES");
      String winner = names.get(answers.indexOf("done"));
      try (Client client = registry.as(winner)) {
        client.run("ALTER GROUP admins ADD USER admin");
      }
      founder.run("ALTER GROUP admins DROP GROUP both" + round);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void droppingASchemaLeavesNoOrphanModel(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c");
    for (int round = 0; round < 20; round++) {
      String schema = "c.s" + round;
      registry.admin().run("CREATE SCHEMA " + schema);
      List<String> answers =
          together(
              registry,
              4,
              (client, thread) ->
                  condition(
                      client.attempt(
                          thread == 0
                              ? "DROP SCHEMA " + schema + " RESTRICT"
                              : "CREATE MODEL " + schema + ".m" + thread)));
      assertThat(answers).doesNotContain("INTERNAL_ERROR", "SERIALIZATION_FAILURE");
      assertThat(answers.get(0)).isIn("done", "SCHEMA_NOT_EMPTY");
      assertThat(answers.subList(1, 4)).isSubsetOf("done", "SCHEMA_NOT_FOUND");
      boolean dropped = answers.get(0).equals("done");
      long made = answers.subList(1, 4).stream().filter("done"::equals).count();
      assertThat(registry.admin().rows("SELECT * FROM models WHERE schema_name = ?", "s" + round))
          .hasSize((int) made);
      assertThat(made == 0).as("%s", answers).isEqualTo(dropped);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void grantingAndDroppingAtOnceLeavesNoGrantOfTheDropped(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c");
    for (int round = 0; round < 10; round++) {
      String user = "u" + round;
      registry.admin().run("CREATE USER " + user);
      List<String> answers =
          together(
              registry,
              4,
              (client, thread) ->
                  condition(
                      client.attempt(
                          thread == 0
                              ? "DROP USER " + user
                              : "GRANT USE CATALOG ON CATALOG c TO " + user)));
      assertThat(answers.get(0)).isEqualTo("done");
      assertThat(answers.subList(1, 4)).isSubsetOf("done", "PRINCIPAL_NOT_FOUND");
      assertThat(registry.admin().rows("SHOW GRANTS ON CATALOG c")).isEmpty();
    }
  }
}
