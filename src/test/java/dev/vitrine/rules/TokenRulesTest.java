package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.registry.Tasks;
import dev.vitrine.registry.task.CallerAuthentication;
import dev.vitrine.registry.task.RecentRights;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.session.OpenStores;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.store.StatementTrace;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Personal access tokens, as statements. */
final class TokenRulesTest {
  private static final String FORM = "vtr_[A-Za-z0-9_-]{43}";

  private static Duration lifetime(List<Object> made) {
    return Duration.between(
        ((Timestamp) made.get(3)).toInstant(), ((Timestamp) made.get(4)).toInstant());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenIsShownOnceAndListedWithoutItsText(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE USER alice");
    try (Client alice = registry.as("alice")) {
      List<List<Object>> answer = alice.rows("CREATE TOKEN COMMENT ? LIFETIME ? DAYS", "it's", 7);
      assertThat(answer).hasSize(1);
      List<Object> made = answer.get(0);
      assertThat(made).hasSize(5);
      assertThat((String) made.get(1)).matches(FORM);
      assertThat(made.get(2)).isEqualTo("it's");
      assertThat(lifetime(made)).isEqualTo(Duration.ofDays(7));

      List<Object> other = alice.rows("CREATE TOKEN").get(0);
      assertThat(other.get(2)).isNull();
      assertThat(lifetime(other)).isEqualTo(Duration.ofDays(90));
      assertThat(other.get(1)).isNotEqualTo(made.get(1));

      List<List<Object>> listed = alice.rows("SHOW TOKENS");
      assertThat(listed)
          .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2), row -> row.get(4))
          .containsExactly(
              tuple(made.get(0), "alice", "it's", made.get(4)),
              tuple(other.get(0), "alice", null, other.get(4)));
      assertThat(listed).allSatisfy(row -> assertThat(row.get(5)).isNull());
      assertThat(listed.toString()).doesNotContain("vtr_");

      assertThat(alice.run("DROP TOKEN ?", made.get(0))).isEqualTo(1);
      assertThat(alice.column("SHOW TOKENS")).containsExactly(other.get(0).toString());
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aLifetimeHasBounds(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    for (long days : new long[] {1, 3_650}) {
      List<Object> made = admin.rows("CREATE TOKEN LIFETIME " + days + " DAYS").get(0);
      assertThat(lifetime(made)).isEqualTo(Duration.ofDays(days));
    }
    for (long days : new long[] {0, -1, 3_651, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(admin.failsWith("INVALID_PARAMETER_VALUE", "CREATE TOKEN LIFETIME ? DAYS", days))
          .contains("1 to 3650 days");
    }
    admin.failsWith("INVALID_PARAMETER_VALUE", "CREATE TOKEN COMMENT ?", "x".repeat(65_537));
    assertThat(admin.rows("SHOW TOKENS")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aHundredAreEnough(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE USER alice");
    registry.admin().run("CREATE TOKEN; ".repeat(3));
    try (Client alice = registry.as("alice")) {
      alice.run("CREATE TOKEN; ".repeat(100));
      assertThat(alice.failsWith("TOKEN_LIMIT_EXCEEDED", "CREATE TOKEN")).contains("100 tokens");
      alice.run("DROP TOKEN ?", alice.rows("SHOW TOKENS").get(50).get(0));
      alice.run("CREATE TOKEN");
      alice.failsWith("TOKEN_LIMIT_EXCEEDED", "CREATE TOKEN");
      assertThat(alice.rows("SHOW TOKENS")).hasSize(100);
    }
    registry.admin().run("CREATE TOKEN");
  }

  private static void createAt(Store store, LocalDateTime time, long days) {
    try (StoreTransaction transaction = store.begin()) {
      transaction.call(
          work -> {
            long admin = work.principals().find("admin").orElseThrow().id();
            TaskContext context =
                new TaskContext(
                    work.principals().user(admin, Claims.NONE),
                    new CallerAuthentication(
                        LoginCredentials.of(LoginCredentials.Kind.EMBEDDED, 0),
                        "s",
                        (user, password) -> {}),
                    work,
                    new Authorship(time, "admin"),
                    new RecentRights(),
                    null,
                    "system",
                    "registry",
                    null);
            CreateToken statement = new CreateToken(Optional.empty(), Optional.of(days));
            return Tasks.of(statement).execute(statement, context);
          });
      transaction.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void expiredTokensDoNotCountAndAreListedForThirtyDays(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Store opened = OpenStores.at(registry.url());
    LocalDateTime start = LocalDateTime.of(2026, 1, 1, 0, 0);
    for (int i = 0; i < 100; i++) {
      createAt(opened, start, 1);
    }
    assertThatThrownBy(() -> createAt(opened, start.plusDays(1).minusNanos(1_000_000), 1))
        .hasMessageContaining("TOKEN_LIMIT_EXCEEDED");
    createAt(opened, start.plusDays(1), 1);
    assertThat(registry.admin().rows("SHOW TOKENS")).hasSize(101);
    createAt(opened, start.plusDays(31), 1);
    assertThat(registry.admin().rows("SHOW TOKENS")).hasSize(102);
    createAt(opened, start.plusDays(31).plusNanos(1_000_000), 1);
    assertThat(registry.admin().rows("SHOW TOKENS")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensOfOthersDoNotExistButForAdmin(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE USER bob; CREATE USER carol");
    // A refusal of the same user that is like another would only be counted.
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob");
        Client carol = registry.as("carol");
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      Object hers = alice.rows("CREATE TOKEN").get(0).get(0);
      String absent = String.valueOf((long) hers + 1);
      assertThat(bob.rows("SHOW TOKENS")).isEmpty();
      assertThat(bob.rows("SELECT * FROM tokens")).isEmpty();

      trace.take();
      String ofHers = bob.failsWith("TOKEN_NOT_FOUND", "DROP TOKEN " + hers);
      List<String> sentForHers = trace.take();
      String ofNone = carol.failsWith("TOKEN_NOT_FOUND", "DROP TOKEN " + absent);
      assertThat(trace.take()).isNotEmpty().isEqualTo(sentForHers);
      assertThat(ofHers.replace(hers.toString(), "N")).isEqualTo(ofNone.replace(absent, "N"));

      assertThat(admin.column("SHOW TOKENS")).containsExactly(hers.toString());
      assertThat(admin.run("DROP TOKEN " + hers)).isEqualTo(1);
      assertThat(alice.rows("SHOW TOKENS")).isEmpty();
      alice.failsWith("TOKEN_NOT_FOUND", "DROP TOKEN " + hers);
      assertThat(
              admin.column(
                  "SELECT request_params FROM system.access.audit WHERE action_name = 'deleteToken'"
                      + " AND response_code = 200 AND request_params LIKE ?",
                  "%\"tokenId\":" + hers + ",%"))
          .singleElement()
          .asString()
          .contains("\"user\":\"alice\"");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensGoWithTheirUserAndAreNotThoseOfALaterOne(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice");
    try (Client alice = registry.as("alice")) {
      alice.run("CREATE TOKEN; CREATE TOKEN");
      admin.run("DROP USER alice");
      alice.failsWith("AUTHENTICATION_FAILED", "CREATE TOKEN");
    }
    assertThat(admin.rows("SHOW TOKENS")).isEmpty();
    admin.run("CREATE USER alice");
    try (Client alice = registry.as("alice")) {
      assertThat(alice.rows("SHOW TOKENS")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void nothingThatIsStoredHasTheToken(TestStore store) throws SQLException {
    String url = store.newUrl();
    Set<String> told = new HashSet<>();
    Client admin = TestRegistry.at(url).admin();
    for (int i = 0; i < 5; i++) {
      told.add((String) admin.rows("CREATE TOKEN COMMENT 'c'").get(0).get(1));
    }
    assertThat(told).hasSize(5);
    admin.begin();
    told.add((String) admin.rows("CREATE TOKEN").get(0).get(1));
    admin.rollback();
    assertThat(admin.rows("SHOW TOKENS")).hasSize(5);

    List<String> stored = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(StoreLocation.parse(url).jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("tokens", "audit_log", "principals")) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM vitrine." + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              stored.add(String.valueOf(rows.getString(i)));
            }
          }
        }
      }
    }
    assertThat(stored).hasSizeGreaterThan(50).anyMatch(cell -> cell.contains("createToken"));
    for (String token : told) {
      assertThat(stored).noneMatch(cell -> cell.contains(token.substring(4)));
    }
  }

  /** CREATE TOKEN changes and returns rows; each execute method treats it as a query. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theDriverKnowsThatItReturnsRows(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.emptied(store);
    List<String> spellings =
        List.of("CREATE TOKEN", "create /* x */ token COMMENT 'y'", "-- x\nCREATE -- y\n TOKEN");
    try (Connection connection = registry.connect("admin");
        Statement statement = connection.createStatement()) {
      for (String sql : spellings) {
        try (ResultSet rows = statement.executeQuery(sql)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString("token")).matches(FORM);
          assertThat(rows.next()).isFalse();
        }
        assertThat(statement.execute(sql)).isTrue();
        assertThatThrownBy(() -> statement.executeUpdate(sql)).hasMessageContaining("rows");
      }
      assertThatThrownBy(() -> statement.executeQuery("CREATE CATALOG token"))
          .hasMessageContaining("no rows");
      try (PreparedStatement prepared = connection.prepareStatement("CREATE TOKEN");
          ResultSet rows = prepared.executeQuery()) {
        List<String> before = described(prepared.getMetaData());
        assertThat(described(rows.getMetaData())).isEqualTo(before).hasSize(5);
      }
    }
    assertThat(registry.admin().rows("SHOW TOKENS")).hasSize(2 * spellings.size() + 1);
  }

  private static List<String> described(ResultSetMetaData columns) throws SQLException {
    List<String> described = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      described.add(
          columns.getColumnLabel(i)
              + " "
              + columns.getColumnTypeName(i)
              + " "
              + columns.getPrecision(i)
              + " "
              + columns.isNullable(i));
    }
    return described;
  }
}
