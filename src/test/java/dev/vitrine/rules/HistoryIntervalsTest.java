package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.store.history.ClosedRows;
import dev.vitrine.store.history.ClosedRows.Interval;
import dev.vitrine.store.history.HistoryTable;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random statements leave a history in which the intervals of a row have no gap or overlap. */
final class HistoryIntervalsTest {
  private static final int STEPS = Effort.times(150, 2_000);
  private static final int THREADS = 4;

  private static final String SETUP =
      """
      CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.t; CREATE MODEL c.s.m1;
      CREATE MODEL c.s.m2; CREATE USER u1; CREATE USER u2; CREATE GROUP g1; CREATE GROUP g2;
      ALTER MODEL c.s.m1 ADD VERSION FROM 'x'; ALTER MODEL c.s.m2 ADD VERSION FROM 'x'""";

  /** Statements, some of which are refused at times. Digits are chosen at random. */
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE MODEL c.s.m#",
          "DROP MODEL c.s.m#",
          "ALTER MODEL c.s.m# RENAME TO c.s.m#",
          "COMMENT ON MODEL c.s.m# IS 'c#'",
          "COMMENT ON SCHEMA c.s IS 'c#'",
          "ALTER MODEL c.s.m# ADD VERSION FROM 'x' TAGS ('k#' = 'v#')",
          "ALTER MODEL c.s.m# ADD VERSION FROM 'y' PARAMS ('p' = '#') METRICS ('k' = 0.#)",
          "ALTER MODEL c.s.m# VERSION # SET METRICS ('k' = 0.#)",
          "ALTER MODEL c.s.m# VERSION # SET ALIAS a#",
          "ALTER MODEL c.s.m# UNSET ALIAS a#",
          "ALTER MODEL c.s.m# SET TAGS ('k#' = 'v#', 'l#' = 'w#')",
          "ALTER MODEL c.s.m# UNSET TAGS ('k#')",
          "ALTER MODEL c.s.m# VERSION # SET TAGS ('k#' = 'v#')",
          "ALTER MODEL c.s.m# DROP VERSION #",
          "COMMENT ON VERSION # OF MODEL c.s.m# IS 'c#'",
          "GRANT EXECUTE, MANAGE ON MODEL c.s.m# TO u#",
          "REVOKE MANAGE ON MODEL c.s.m# FROM u#",
          "GRANT USE SCHEMA ON SCHEMA c.s TO g#",
          "REVOKE ALL PRIVILEGES ON SCHEMA c.s FROM g#",
          "GRANT BROWSE ON CATALOG c TO u#",
          "REVOKE BROWSE ON CATALOG c FROM u#",
          "ALTER SCHEMA c.s SET TAGS ('k#' = 'v#')",
          "REVOKE CREATE CATALOG ON METASTORE FROM u#",
          "GRANT CREATE CATALOG ON METASTORE TO u#",
          "ALTER MODEL c.s.m# OWNER TO u#",
          "ALTER GROUP g# ADD USER u#",
          "ALTER GROUP g# DROP USER u#",
          "ALTER GROUP g# ADD GROUP g#",
          "ALTER GROUP g# DROP GROUP g#",
          "CREATE USER u#",
          "DROP USER u#",
          "DROP SCHEMA c.t CASCADE",
          "CREATE SCHEMA c.t",
          "CREATE MODEL c.t.m#",
          "ALTER CATALOG c SET TAGS ('k#' = 'v#')");

  /** At least one change of each table. */
  private static final String FINALE =
      """
      CREATE GROUP g; CREATE USER u; ALTER GROUP g ADD USER u; ALTER GROUP g DROP USER u; DROP USER u;
      GRANT BROWSE ON CATALOG c TO g; REVOKE BROWSE ON CATALOG c FROM g;
      GRANT USE SCHEMA ON SCHEMA c.s TO g; REVOKE USE SCHEMA ON SCHEMA c.s FROM g;
      GRANT CREATE CATALOG ON METASTORE TO g; REVOKE CREATE CATALOG ON METASTORE FROM g;
      ALTER CATALOG c SET TAGS ('k' = 'v'); ALTER CATALOG c SET TAGS ('k' = 'w');
      ALTER SCHEMA c.s SET TAGS ('k' = 'v'); ALTER SCHEMA c.s UNSET TAGS ('k');
      COMMENT ON CATALOG c IS 'x'; COMMENT ON SCHEMA c.s IS 'x';
      CREATE MODEL c.s.last TAGS ('k' = 'v'); GRANT EXECUTE ON MODEL c.s.last TO g;
      ALTER MODEL c.s.last ADD VERSION FROM 'x' TAGS ('k' = 'v')
        PARAMS ('p' = 'q') METRICS ('k' = 0.5) SIGNATURE
        '{"inputs":"[{\\"name\\":\\"x\\",\\"type\\":\\"long\\"}]"}';
      ALTER MODEL c.s.last VERSION 1 SET ALIAS a; DROP MODEL c.s.last""";

  /** Statements that end and begin the same grants and memberships, or fail. */
  private static final List<String> CONTENDED =
      List.of(
          "GRANT EXECUTE ON MODEL c.s.m# TO u#",
          "REVOKE EXECUTE ON MODEL c.s.m# FROM u#",
          "ALTER GROUP g# ADD USER u#",
          "ALTER GROUP g# DROP USER u#",
          "ALTER MODEL c.s.m# SET TAGS ('k' = 'v#', '' = 'refused')",
          "ALTER MODEL c.s.m# VERSION 1 SET METRICS ('k' = 0.#)");

  private static String statement(Random random) {
    return STATEMENTS
        .get(random.nextInt(STATEMENTS.size()))
        .chars()
        .mapToObj(c -> c == '#' ? String.valueOf(1 + random.nextInt(3)) : Character.toString(c))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void eachMomentCanBeReadAgain(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run(SETUP);
    ClosedRows rows = new ClosedRows(registry.url());
    Random random = new Random(Effort.seed());
    Map<LocalDateTime, Set<String>> moments = new LinkedHashMap<>();
    int done = 0;
    for (int step = 0; step < STEPS; step++) {
      String text = statement(random);
      boolean together = random.nextInt(4) == 0;
      done += run(registry.admin(), together ? List.of(text, statement(random)) : List.of(text));
      moments.put(next(), rows.present());
      next();
    }
    registry.admin().run(FINALE);
    moments.put(next(), rows.present());
    assertThat(done).as("statements that were not refused").isGreaterThan(STEPS / 4);
    Map<HistoryTable, List<Interval>> all = rows.all();
    assertThat(ClosedRows.overlaps(all)).isEmpty();
    moments.forEach(
        (time, expected) ->
            assertThat(ClosedRows.at(time, all)).as("at " + time).isEqualTo(expected));
    for (HistoryTable table : HistoryTable.values()) {
      if (table != HistoryTable.METASTORE && table != HistoryTable.MODEL_LINEAGE) {
        assertThat(all.get(table)).as(table.table()).anyMatch(row -> row.to().isPresent());
      }
    }
  }

  /** Runs statements in one transaction; those that are refused change nothing. */
  private static int run(Client client, List<String> texts) {
    int done = 0;
    if (texts.size() > 1) {
      client.run("BEGIN");
    }
    for (String text : texts) {
      done += client.attempt(text).isEmpty() ? 1 : 0;
    }
    if (texts.size() > 1) {
      client.attempt("COMMIT");
    }
    return done;
  }

  /** A millisecond in which nothing is changed. */
  private static LocalDateTime next() {
    LocalDateTime now = UtcTime.now();
    while (UtcTime.now().equals(now)) {
      Thread.onSpinWait();
    }
    return UtcTime.now();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void concurrentChangesNeitherOverlapNorLeaveGaps(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run(SETUP);
    long seed = Effort.seed();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> work =
          IntStream.range(0, THREADS)
              .<Callable<Integer>>mapToObj(
                  thread ->
                      () -> {
                        Random random = new Random(seed + thread);
                        int done = 0;
                        try (Client client = registry.as("admin")) {
                          for (int step = 0; step < STEPS / 3; step++) {
                            List<String> texts = new ArrayList<>();
                            for (int i = 0; i <= random.nextInt(3); i++) {
                              texts.add(
                                  "COMMENT ON MODEL c.s.m"
                                      + (1 + random.nextInt(2))
                                      + " IS '"
                                      + thread
                                      + " "
                                      + step
                                      + "'");
                              texts.add(
                                  CONTENDED
                                      .get(random.nextInt(CONTENDED.size()))
                                      .replace("#", "" + (1 + random.nextInt(2))));
                              texts.add(
                                  "ALTER MODEL c.s.m"
                                      + (1 + random.nextInt(2))
                                      + " VERSION 1 SET ALIAS a"
                                      + random.nextInt(2));
                            }
                            done += run(client, texts);
                          }
                        }
                        return done;
                      })
              .toList();
      for (Future<Integer> done : pool.invokeAll(work)) {
        assertThat(done.get()).isPositive();
      }
    } finally {
      pool.shutdownNow();
    }
    Map<HistoryTable, List<Interval>> all = new ClosedRows(registry.url()).all();
    assertThat(ClosedRows.overlaps(all)).isEmpty();
    for (HistoryTable table : List.of(HistoryTable.MODELS, HistoryTable.ALIASES)) {
      assertThat(gaps(all.get(table))).as(table.table()).isEmpty();
    }
  }

  /** Ends of intervals at which the next interval of the row, which was never deleted, is not. */
  private static List<String> gaps(List<Interval> rows) {
    List<String> gaps = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      Interval earlier = rows.get(i - 1);
      if (earlier.key().equals(rows.get(i).key())
          && !earlier.to().equals(Optional.of(rows.get(i).from()))) {
        gaps.add(earlier + " and " + rows.get(i));
      }
    }
    return gaps;
  }
}
