package dev.vitrine.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.history.ClosedRows.Interval;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.ModelTexts;
import dev.vitrine.store.securable.SecurableDao;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Times of closed rows, with servers whose clocks differ. */
final class HistoryWriterTest {
  private static final LocalDateTime AT = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static TestRegistry registry(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    registry
        .admin()
        .run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.a; CREATE MODEL c.s.b");
    return registry;
  }

  /** One server with its own clock. */
  private static final class Server implements AutoCloseable {
    private final TestClock time = new TestClock();
    private final Vendor vendor;
    private final Handle handle;
    private final StoreClock clock;

    Server(TestRegistry registry) throws SQLException {
      StoreLocation location = StoreLocation.parse(registry.url());
      vendor = location.vendor();
      handle = Jdbi.create(DriverConnections.connect(location)).open();
      handle.execute("SET SCHEMA " + quoted());
      clock = new StoreClock(vendor, time);
      clock.now(handle);
    }

    private String quoted() {
      return vendor == Vendor.POSTGRESQL ? "'" + StoreLocation.SCHEMA + "'" : StoreLocation.SCHEMA;
    }

    /** Changes the comments of models in one transaction. */
    void comment(String text, String... models) {
      handle.begin();
      HistoryWriter history = new HistoryWriter(handle, vendor, clock);
      history.setAuthor("server");
      SecurableDao securables = new SecurableDao(handle, new ModelTexts(handle, vendor), history);
      for (String model : models) {
        long id =
            handle
                .createQuery("SELECT id FROM models WHERE name = :name")
                .bind("name", model)
                .mapTo(long.class)
                .one();
        securables.lock(SecurableType.MODEL, id);
        securables.setComment(SecurableType.MODEL, id, text, new Authorship(AT, "server"));
      }
      handle.commit();
    }

    @Override
    public void close() {
      handle.close();
    }
  }

  private static List<Interval> models(TestRegistry registry) throws SQLException {
    return new ClosedRows(registry.url()).all().get(HistoryTable.MODELS);
  }

  /** The intervals of a comment of each model that had it. */
  private static List<Interval> commented(TestRegistry registry, String text) throws SQLException {
    return models(registry).stream().filter(row -> row.values().contains(text)).toList();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void clockThatIsBehindClosesRowsOneMillisecondLater(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    try (Server ahead = new Server(registry);
        Server behind = new Server(registry)) {
      ahead.time.pass(Duration.ofHours(1));
      ahead.comment("first", "a");
      behind.comment("second", "a");
      behind.comment("third", "a");
    }
    Interval first = commented(registry, "first").get(0);
    Interval second = commented(registry, "second").get(0);
    Interval third = commented(registry, "third").get(0);
    assertThat(first.to()).contains(first.from().plusNanos(1_000_000));
    assertThat(second.from()).isEqualTo(first.to().orElseThrow());
    assertThat(second.to()).contains(second.from().plusNanos(1_000_000));
    assertThat(third.to()).isEmpty();
    assertThat(ClosedRows.overlaps(new ClosedRows(registry.url()).all())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void allChangesOfATransactionGetTheLaterTime(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    try (Server ahead = new Server(registry);
        Server behind = new Server(registry)) {
      ahead.time.pass(Duration.ofHours(1));
      ahead.comment("first", "b");
      behind.comment("second", "a", "b", "a");
    }
    List<Interval> second = commented(registry, "second");
    assertThat(second).hasSize(2);
    assertThat(second.get(0).from()).isEqualTo(second.get(1).from());
    assertThat(commented(registry, "first").get(0).to()).contains(second.get(0).from());
    assertThat(models(registry).stream().map(Interval::to).flatMap(Optional::stream).toList())
        .filteredOn(end -> end.equals(second.get(0).from()))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ofSeveralValuesOfATransactionTheLastIsRecorded(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    var admin = registry.admin();
    admin.run("BEGIN");
    admin.run("COMMENT ON MODEL c.s.a IS 'first'");
    admin.run("COMMENT ON MODEL c.s.a IS 'second'");
    admin.run("COMMIT");
    admin.run("COMMENT ON MODEL c.s.a IS 'third'");
    assertThat(commented(registry, "first")).isEmpty();
    assertThat(commented(registry, "second")).hasSize(1);
    assertThat(commented(registry, "second").get(0).closedBy()).isEqualTo("admin");
  }

  /**
   * Each statement of a story is run by one of two sessions, the first of them in a transaction.
   */
  private static void interleave(TestRegistry registry, String... story) {
    try (var first = registry.as("admin");
        var second = registry.as("admin")) {
      first.run("BEGIN");
      first.run("COMMENT ON CATALOG c IS 'gives the transaction its time'");
      for (String step : story) {
        (step.startsWith("2: ") ? second : first).run(step.substring(3));
        wait(second);
      }
      first.run("COMMIT");
    }
  }

  /** So that the next change has a later time. */
  private static void wait(Client client) {
    Object now = client.rows("SELECT CURRENT_TIMESTAMP").get(0).get(0);
    while (client.rows("SELECT CURRENT_TIMESTAMP").get(0).get(0).equals(now)) {
      Thread.onSpinWait();
    }
  }

  static Stream<Arguments> stories() {
    List<List<String>> stories =
        List.of(
            List.of("2: COMMENT ON MODEL c.s.a IS 'x'", "1: DROP MODEL c.s.a"),
            List.of("2: GRANT EXECUTE ON MODEL c.s.a TO u", "1: DROP MODEL c.s.a"),
            List.of(
                "1: COMMENT ON MODEL c.s.a IS 'x'",
                "1: DROP MODEL c.s.a",
                "2: COMMENT ON MODEL c.s.b IS 'x'",
                "1: COMMENT ON MODEL c.s.b IS 'y'"),
            List.of("2: DROP MODEL c.s.a", "1: UNDROP MODEL c.s.a", "1: DROP MODEL c.s.a"));
    return Arrays.stream(TestStore.values())
        .flatMap(store -> stories.stream().map(story -> Arguments.of(store, story)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void modelsDroppedAmongOtherChangesCanBeRestored(TestStore store, List<String> story)
      throws Exception {
    TestRegistry registry = registry(store);
    var admin = registry.admin();
    admin.run(
        "CREATE USER u; ALTER MODEL c.s.a SET TAGS ('k' = 'v');"
            + " ALTER MODEL c.s.a ADD VERSION FROM 'x' TAGS ('k' = 'v') METRICS ('m' = 1);"
            + " ALTER MODEL c.s.a ADD VERSION FROM 'y'; ALTER MODEL c.s.a VERSION 1 SET ALIAS best");
    interleave(registry, story.toArray(String[]::new));
    assertThat(ClosedRows.overlaps(new ClosedRows(registry.url()).all())).isEmpty();
    admin.run("UNDROP MODEL c.s.a");
    assertThat(admin.column("SELECT version FROM versions ORDER BY version"))
        .containsExactly("1", "2");
    assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("best");
    assertThat(admin.column("SELECT tag_value FROM tags")).containsExactly("v");
    assertThat(admin.column("SELECT tag_value FROM version_tags")).containsExactly("v");
    assertThat(admin.column("SELECT name FROM version_metrics")).containsExactly("m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void whatBeginsAgainBeginsAfterItsEnd(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    registry
        .admin()
        .run(
            "CREATE USER u; CREATE USER v; CREATE GROUP g; ALTER GROUP g ADD USER v;"
                + " GRANT EXECUTE ON MODEL c.s.a TO u");
    interleave(
        registry,
        "2: REVOKE EXECUTE ON MODEL c.s.a FROM u",
        "2: ALTER GROUP g DROP USER v",
        "2: ALTER GROUP g ADD USER u",
        "1: GRANT EXECUTE ON MODEL c.s.a TO u",
        "1: ALTER GROUP g ADD USER v",
        "1: ALTER GROUP g DROP USER u");
    var all = new ClosedRows(registry.url()).all();
    assertThat(ClosedRows.overlaps(all)).isEmpty();
    assertThat(all.get(HistoryTable.GROUP_MEMBERS)).hasSize(3);
    registry.admin().run("REVOKE EXECUTE ON MODEL c.s.a FROM u");
  }

  /** More writes than the transaction keeps in memory for corrections. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void transactionsWithManyWritesChangeTheirOwnRows(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    try (Server server = new Server(registry)) {
      server.handle.useTransaction(
          handle -> {
            HistoryWriter history = new HistoryWriter(handle, server.vendor, server.clock);
            for (int i = 0; i <= 10_000; i++) {
              history.insert(HistoryTable.MODELS, "name = :name", Map.of("name", "other" + i));
            }
            for (int i = 0; i < 2; i++) {
              history.close(HistoryTable.MODELS, "name = :name", Map.of("name", "a"));
              handle
                  .createUpdate("UPDATE models SET valid_from = :now WHERE name = 'a'")
                  .bind("now", history.time())
                  .execute();
            }
          });
    }
    List<Interval> first =
        models(registry).stream().filter(row -> row.values().contains("c.s.a,")).toList();
    assertThat(first).hasSize(2);
    assertThat(first.get(0).to()).contains(first.get(1).from());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tablesHaveTheColumnsOfTheirClosedRows(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    Set<String> known = new TreeSet<>();
    for (HistoryTable table : HistoryTable.values()) {
      known.add(table.table());
      List<String> columns = new ArrayList<>(table.columns());
      columns.addAll(List.of("valid_from", "changed_by"));
      assertThat(columns(registry, table.table())).containsAll(columns);
      columns.addAll(List.of("valid_to", "closed_by"));
      assertThat(columns(registry, table.closedRows()))
          .containsExactlyInAnyOrderElementsOf(columns);
    }
    assertThat(column(registry, "column_name = 'valid_from' AND table_name NOT LIKE '%_history'"))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  private static List<String> columns(TestRegistry registry, String table) throws SQLException {
    return select(registry, "column_name", "table_name = '" + table + "'");
  }

  private static List<String> column(TestRegistry registry, String condition) throws SQLException {
    return select(registry, "table_name", condition);
  }

  private static List<String> select(TestRegistry registry, String column, String condition)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverConnections.connect(StoreLocation.parse(registry.url()));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT "
                    + column
                    + " FROM information_schema.columns WHERE table_schema = '"
                    + StoreLocation.SCHEMA
                    + "' AND "
                    + condition)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
