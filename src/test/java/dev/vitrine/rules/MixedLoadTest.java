package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers query through cached plans, prepared statements and new texts while grants change: no
 * result contains a row that was hidden during the whole query, or misses a row that was visible
 * during the whole query. {@code -Dvitrine.load=10000} runs the long variant.
 */
final class MixedLoadTest {
  private static final int READERS = 8;

  /** Each of eight ways to ask, for each of four models, twice. */
  private static final int QUESTIONS = Integer.getInteger("vitrine.load", Effort.times(64, 10_000));

  /** As many as sessions of an admin can have: the ordinary part, 27, and that of admins, 2. */
  private static final int CONNECTIONS = 29;

  /** A model whose visibility to the readers is turned on and off by two statements. */
  private record Switch(String model, String on, String off, AtomicLong turns) {
    Switch(String model, String on, String off) {
      this(model, on, off, new AtomicLong());
    }

    /** Odd while it is being turned; then on if it is one turn of two further. */
    void turn(Client admin) {
      long turn = turns.incrementAndGet();
      admin.run(turn % 4 == 1 ? on : off);
      turns.incrementAndGet();
    }

    /** The state that a query which began at this turn must have seen. */
    Optional<Boolean> expected(long before) {
      boolean still = before % 2 == 0 && turns.get() == before;
      return still ? Optional.of(before % 4 == 2) : Optional.empty();
    }
  }

  private final List<Switch> switches =
      List.of(
          new Switch(
              "c.s.granted",
              "GRANT EXECUTE ON MODEL c.s.granted TO readers",
              "REVOKE EXECUTE ON MODEL c.s.granted FROM readers"),
          new Switch(
              "c.s.inside",
              "ALTER GROUP insiders ADD GROUP readers",
              "ALTER GROUP insiders DROP GROUP readers"),
          new Switch(
              "c.gated.m",
              "GRANT USE SCHEMA ON SCHEMA c.gated TO readers",
              "REVOKE USE SCHEMA ON SCHEMA c.gated FROM readers"),
          new Switch(
              "c.s.owned",
              "ALTER MODEL c.s.owned OWNER TO readers",
              "ALTER MODEL c.s.owned OWNER TO admin"));

  private final AtomicLong certain = new AtomicLong();

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void nothingIsSeenTooLongOrTooLate(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry
        .admin()
        .run(
            """
            CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.gated;
            CREATE GROUP readers; CREATE GROUP insiders;
            GRANT USE CATALOG ON CATALOG c TO readers; GRANT USE SCHEMA ON SCHEMA c.s TO readers;
            CREATE MODEL c.s.always; GRANT EXECUTE ON MODEL c.s.always TO readers;
            CREATE MODEL c.s.never;
            CREATE MODEL c.s.granted; CREATE MODEL c.s.owned;
            CREATE MODEL c.s.inside; GRANT EXECUTE ON MODEL c.s.inside TO insiders;
            CREATE MODEL c.gated.m; GRANT EXECUTE ON MODEL c.gated.m TO readers;
            """);
    for (String model : registry.admin().column("SELECT full_name FROM models")) {
      registry
          .admin()
          .run(
              "ALTER MODEL %1$s ADD VERSION FROM 'x'; ALTER MODEL %1$s VERSION 1 SET ALIAS a"
                  .formatted(model));
    }
    IntStream.range(0, READERS)
        .forEach(reader -> registry.admin().run("CREATE USER reader" + reader));
    IntStream.range(0, READERS)
        .forEach(reader -> registry.admin().run("ALTER GROUP readers ADD USER reader" + reader));

    ExecutorService pool = Executors.newFixedThreadPool(READERS + 1);
    AtomicBoolean done = new AtomicBoolean();
    try {
      Future<Long> turned = pool.submit(() -> turnUntil(done, registry));
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        String user = "reader" + reader;
        readers.add(pool.submit(() -> read(registry, user)));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
      done.set(true);
      System.out.printf(
          "Mixed load on %s: %d questions, %d of them with one right answer, %d changes of rights%n",
          store, READERS * QUESTIONS, certain.get(), turned.get());
      assertThat(certain.get()).isPositive();
      assertThat(turned.get()).isGreaterThan(switches.size());
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
    everyConnectionIsFree(registry);
  }

  private long turnUntil(AtomicBoolean done, TestRegistry registry) {
    long count = 0;
    try (Client admin = registry.as("admin")) {
      while (!done.get()) {
        switches.get((int) (count % switches.size())).turn(admin);
        count++;
      }
    }
    return count;
  }

  private void read(TestRegistry registry, String user) {
    try (Client client = registry.as(user)) {
      for (int number = 0; number < QUESTIONS; number++) {
        Switch watched = switches.get(number / 8 % switches.size());
        String model = watched.model();
        long before = watched.turns().get();
        boolean seen = ask(client, model, number);
        Optional<Boolean> expected = watched.expected(before);
        if (expected.isPresent()) {
          certain.incrementAndGet();
          assertThat(seen)
              .as("%s sees %s, question %d", user, model, number % 8)
              .isEqualTo(expected.get());
        }
      }
    }
  }

  /** One of eight ways to ask whether there is such a model. */
  private static boolean ask(Client client, String model, int number) {
    return switch (number % 8) {
      case 0 -> listed(client, "SELECT full_name FROM models", model);
      case 1 ->
          client
              .column(
                  "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?", model, "a")
              .equals(List.of("1"));
      case 2 -> client.value("SELECT COUNT(*) FROM versions WHERE full_name = ?", model).equals(1L);
      case 3 -> client.value("SELECT has_privilege('EXECUTE', 'MODEL', ?)", model).equals(true);
      case 4 -> client.attempt("SELECT version FROM " + model).isEmpty();
      case 5 -> client.attempt("DESCRIBE MODEL " + model).isEmpty();
      case 6 ->
          listed(
              client,
              "SELECT m.full_name, m.owner, a.alias, "
                  + number
                  + " AS n FROM models m"
                  + " LEFT JOIN aliases a ON a.full_name = m.full_name ORDER BY m.full_name",
              model);
      default ->
          !client.rows("SHOW EFFECTIVE GRANTS " + "readers ON MODEL c.s.always").isEmpty()
              && listed(client, "SELECT full_name FROM versions ORDER BY full_name", model);
    };
  }

  private static boolean listed(Client client, String sql, String model) {
    List<String> names = client.column(sql);
    assertThat(names).as(sql).contains("c.s.always").doesNotContain("c.s.never");
    return names.contains(model);
  }

  /** Were one lost, the last of these would wait for it in vain. */
  private static void everyConnectionIsFree(TestRegistry registry) {
    List<Client> clients = new ArrayList<>();
    try {
      for (int number = 0; number < CONNECTIONS; number++) {
        Client client = registry.as("admin");
        clients.add(client);
        client.begin();
        assertThat(client.value("SELECT COUNT(*) FROM models")).isEqualTo(6L);
      }
    } finally {
      clients.forEach(Client::rollback);
      clients.forEach(Client::close);
    }
  }
}
