package dev.vitrine.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Queries that stay prepared on H2 return what the same query returns when it is prepared anew. */
final class H2KeptQueriesTest {
  private static final List<String> MODELS = List.of("c.s.m", "c.s.n", "c.t.m", "d.s.m");

  private static final List<String> QUERIES =
      List.of(
          "SELECT full_name, latest_version, comment FROM models ORDER BY full_name",
          "SELECT COUNT(*) FROM models WHERE full_name NOT IN"
              + " (SELECT full_name FROM browse_only WHERE object_type = 'MODEL')",
          "SELECT full_name, tag_value FROM tags ORDER BY full_name, tag_name",
          "SELECT full_name, version FROM versions WHERE version IN"
              + " (SELECT MAX(v.version) FROM versions v) ORDER BY 1",
          "SELECT full_name FROM models WHERE schema_name = ? ORDER BY full_name");

  /** Random changes of rights and objects; the users share connections, and have other rights. */
  @Test
  void eachQuerySeesTheLastCommit() {
    TestRegistry registry = TestRegistry.open(TestStore.H2);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE USER bob; CREATE GROUP g; CREATE CATALOG c");
    admin.run("CREATE SCHEMA c.s; CREATE SCHEMA c.t; CREATE CATALOG d; CREATE SCHEMA d.s");
    MODELS.forEach(model -> admin.run("CREATE MODEL " + model));
    admin.run("GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO alice");
    admin.run("GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO g");
    Random random = new Random(18);
    int seen = 0;
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob")) {
      for (int round = 0; round < 80; round++) {
        admin.run(change(random, round));
        for (Client reader : List.of(alice, bob, admin)) {
          for (String query : QUERIES) {
            Object[] values =
                query.contains("?") ? new Object[] {round % 2 == 0 ? "s" : "t"} : new Object[0];
            List<List<Object>> kept = reader.rows(query, values);
            reader.begin();
            assertThat(kept).as("round %d: %s", round, query).isEqualTo(reader.rows(query, values));
            reader.rollback();
            seen += kept.size();
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(1_000);
  }

  private static String change(Random random, int round) {
    String model = MODELS.get(random.nextInt(MODELS.size()));
    String to = random.nextBoolean() ? "alice" : "g";
    boolean more = random.nextBoolean();
    return switch (random.nextInt(6)) {
      case 0 ->
          (more ? "GRANT" : "REVOKE")
              + " EXECUTE ON MODEL "
              + model
              + (more ? " TO " : " FROM ")
              + to;
      case 1 ->
          (more ? "GRANT" : "REVOKE") + " EXECUTE ON SCHEMA c.s" + (more ? " TO " : " FROM ") + to;
      case 2 ->
          (more ? "GRANT" : "REVOKE") + " BROWSE ON CATALOG d" + (more ? " TO " : " FROM ") + to;
      case 3 -> "ALTER GROUP g " + (more ? "ADD" : "DROP") + " USER bob";
      case 4 -> "ALTER MODEL " + model + " SET TAGS ('t' = 'v" + round + "')";
      default -> "ALTER MODEL " + model + " ADD VERSION FROM 'x'";
    };
  }

  @Test
  void aQueryIsPreparedOnceForTheSameFixedValues() throws SQLException {
    AtomicLong time = new AtomicLong();
    H2KeptQueries queries = new H2KeptQueries(time::get);
    AtomicLong prepared = new AtomicLong();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID())) {
      run(queries, connection, "SELECT 1", 1L, prepared, 0);
      run(queries, connection, "SELECT 1", 1L, prepared, 0);
      assertThat(prepared).hasValue(1);

      run(queries, connection, "SELECT 1", 2L, prepared, 0);
      assertThat(prepared).as("for another user").hasValue(2);

      time.set(TimeUnit.SECONDS.toNanos(61));
      run(queries, connection, "SELECT 1", 1L, prepared, TimeUnit.SECONDS.toNanos(1));
      assertThat(prepared).as("after a minute").hasValue(3);
      run(queries, connection, "SELECT 1", 1L, prepared, 0);
      assertThat(prepared).as("after a slow execution").hasValue(4);

      for (int i = 0; i < H2KeptQueries.MOST; i++) {
        run(queries, connection, "SELECT " + i + " + 1", 1L, prepared, 0);
      }
      run(queries, connection, "SELECT 1", 1L, prepared, 0);
      assertThat(prepared).as("after many others").hasValue(5 + H2KeptQueries.MOST);
    }
  }

  @Test
  void aQueryInUseIsNotUsedTwice() throws SQLException {
    H2KeptQueries queries = new H2KeptQueries();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID())) {
      H2KeptQueries.Kept first = use(queries, connection, "SELECT 1").orElseThrow();
      H2KeptQueries.Kept second = use(queries, connection, "SELECT 1").orElseThrow();
      assertThat(second.statement()).isNotSameAs(first.statement());

      first.giveBack(0);
      H2KeptQueries.Kept third = use(queries, connection, "SELECT 1").orElseThrow();
      assertThat(third.statement()).isSameAs(first.statement());
      first.giveBack(0);
      assertThat(use(queries, connection, "SELECT 1").orElseThrow().statement())
          .as("given back twice")
          .isNotSameAs(first.statement());
    }
  }

  /** Their parameters could be overlooked. */
  @Test
  void aQueryWithOtherTableExpressionsIsNotKept() throws SQLException {
    H2KeptQueries queries = new H2KeptQueries();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID())) {
      assertThat(use(queries, connection, "WITH a AS (SELECT 1) SELECT * FROM a")).isPresent();
      assertThat(
              use(queries, connection, "SELECT * FROM (WITH RECURSIVE a(x) AS (SELECT 1) TABLE a)"))
          .isEmpty();
    }
  }

  private static Optional<H2KeptQueries.Kept> use(
      H2KeptQueries queries, Connection connection, String sql) throws SQLException {
    return queries.use(connection, sql, List.of(1L), where -> where.prepareStatement(sql));
  }

  private static void run(
      H2KeptQueries queries,
      Connection connection,
      String sql,
      long fixed,
      AtomicLong prepared,
      long execution)
      throws SQLException {
    H2KeptQueries.Kept kept =
        queries
            .use(
                connection,
                sql,
                List.of(fixed),
                where -> {
                  prepared.incrementAndGet();
                  return where.prepareStatement(sql);
                })
            .orElseThrow();
    PreparedStatement statement = kept.statement();
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
    }
    kept.giveBack(execution);
  }
}
