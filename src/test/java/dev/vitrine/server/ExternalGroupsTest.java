package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.OidcProvider;
import dev.vitrine.authentication.TestProvider;
import dev.vitrine.store.vendor.StoreLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups claimed by a token: their rights and their validity. */
@ParameterizedClass
@EnumSource(TestStore.class)
final class ExternalGroupsTest {
  private static final String READ = "SHOW VERSIONS IN MODEL c.s.m";

  /** Queries that return one row about the model with EXECUTE, and no row without. */
  private static final List<String> SHOWING =
      List.of(
          "SELECT full_name FROM models",
          "SELECT full_name FROM models WHERE full_name = 'c.s.m'",
          "SELECT version FROM versions",
          "SELECT version FROM versions WHERE full_name IN ('c.s.m', 'x.y.z')",
          "SELECT alias FROM aliases",
          "SELECT tag_name FROM tags",
          "SELECT routine_name FROM system.information_schema.routines",
          "SELECT model_name FROM system.information_schema.models",
          "SELECT table_name FROM system.information_schema.tables WHERE table_type = 'MODEL'",
          "SELECT schema_name FROM schemas",
          "SHOW MODELS IN SCHEMA c.s",
          "SHOW SCHEMAS IN c",
          "SELECT privilege FROM grants WHERE full_name = 'c.s.m' AND principal = 'engineers'",
          "SELECT name FROM principals WHERE name = 'alice'"
              + " AND has_privilege('EXECUTE', 'MODEL', 'c.s.m')",
          "SELECT m.full_name FROM models m WHERE has_privilege('EXECUTE', 'MODEL', m.full_name)",
          "SELECT name FROM principals WHERE name = 'alice' AND is_member('Engineers')",
          "SELECT name FROM principals WHERE name = 'alice'"
              + " AND is_account_group_member('engineers')",
          READ);

  @Parameter private TestStore store;

  @TempDir private Path folder;

  private TestProvider idp;
  private TestServer server;
  private Client admin;

  @BeforeEach
  void start() throws Exception {
    idp = new TestProvider(folder);
    start(store.newUrl(), provider -> provider.withGroups("groups", null));
    admin.run(
        """
        CREATE USER alice WITH PASSWORD '%s'; CREATE USER bob;
        CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m TAGS ('k' = 'v');
        ALTER MODEL c.s.m ADD VERSION FROM 's3://b/1'; ALTER MODEL c.s.m VERSION 1 SET ALIAS a;
        CREATE GROUP engineers EXTERNAL;
        GRANT USE CATALOG ON CATALOG c TO engineers; GRANT USE SCHEMA ON SCHEMA c.s TO engineers;
        GRANT EXECUTE ON MODEL c.s.m TO engineers"""
            .formatted(TestServer.PASSWORD));
  }

  private void start(String url, UnaryOperator<OidcProvider> settings) throws SQLException {
    server =
        TestServer.start(
            url, TestServer.SETTINGS, own -> own.accepting(settings.apply(idp.provider())));
    admin = TestRegistry.on(server.connect("admin"));
  }

  @AfterEach
  void stop() {
    admin.close();
    server.close();
  }

  private Client alice(Object groups) throws SQLException {
    return TestRegistry.on(server.connectWith(idp.token("alice", groups)));
  }

  private static int shown(Client client, String sql) {
    try {
      return client.rows(sql).size();
    } catch (AssertionError refused) {
      assertThat(refused).hasMessageContaining("CATALOG_NOT_FOUND");
      return 0;
    }
  }

  @Test
  void grantsToAClaimedGroupApplyToAllChecks() throws SQLException {
    try (Client claiming = alice(List.of("Engineers", "nobody's"));
        Client plain = TestRegistry.on(server.connect("alice"));
        Client silent = alice(null)) {
      for (String sql : SHOWING) {
        assertThat(shown(claiming, sql)).as(sql).isEqualTo(1);
        assertThat(shown(plain, sql)).as(sql).isZero();
        assertThat(shown(silent, sql)).as(sql).isZero();
        assertThat(shown(claiming, sql)).as(sql).isEqualTo(1);
      }
      assertThat(claiming.column("SELECT version FROM c.s.m")).containsExactly("1");
      plain.failsWith("TABLE_OR_VIEW_NOT_FOUND", "SELECT version FROM c.s.m");
      claiming.failsWith("INSUFFICIENT_PRIVILEGES", "COMMENT ON MODEL c.s.m IS 'x'");
      admin.run("GRANT MANAGE ON MODEL c.s.m TO engineers");
      claiming.run("COMMENT ON MODEL c.s.m IS 'x'");
      claiming.run("ALTER MODEL c.s.m SET OWNER TO engineers");
      claiming.run("COMMENT ON MODEL c.s.m IS 'y'");
      plain.failsWith("CATALOG_NOT_FOUND", "COMMENT ON MODEL c.s.m IS 'z'");
    }
  }

  @Test
  void effectiveGrantsShowThePathOfAClaimedGroup() throws SQLException {
    String sql =
        "SELECT via FROM effective_grants WHERE principal = 'alice' AND privilege = 'EXECUTE'"
            + " AND full_name = 'c.s.m'";
    String show = "SHOW EFFECTIVE GRANTS alice ON MODEL c.s.m";
    try (Client claiming = alice(List.of("engineers"));
        Client plain = TestRegistry.on(server.connect("alice"))) {
      assertThat(claiming.column(sql)).containsExactly("group engineers");
      assertThat(claiming.rows(show).toString()).contains("group engineers");
      assertThat(plain.rows(sql)).isEmpty();
      plain.failsWith("CATALOG_NOT_FOUND", show);
      assertThat(admin.rows(sql)).isEmpty();
      assertThat(
              admin.column(
                  "SELECT via FROM effective_grants WHERE principal = 'engineers'"
                      + " AND privilege = 'EXECUTE' AND full_name = 'c.s.m'"))
          .containsExactly("direct");
    }
  }

  @Test
  void nothingOfAClaimIsStored() throws SQLException {
    List<List<Object>> before = stored();
    try (Client claiming = alice(List.of("engineers"))) {
      assertThat(claiming.rows(READ)).hasSize(1);
      assertThat(claiming.rows("SELECT * FROM group_members")).isEmpty();
      assertThat(admin.rows("SHOW GROUPS WITH USER alice")).isEmpty();
    }
    assertThat(stored()).isEqualTo(before);
  }

  private List<List<Object>> stored() throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    String url = StoreLocation.parse(server.storeUrl()).jdbcUrl();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT principal_id, holder_id FROM vitrine.effective_principals ORDER BY 1, 2")) {
      while (found.next()) {
        rows.add(List.of(found.getLong(1), found.getLong(2)));
      }
    }
    return rows;
  }

  @Test
  void aConnectionIsOfTheTokenThatOpenedIt() throws Exception {
    String token = idp.token("alice", List.of("engineers"));
    Service.Request open = new Service.OpenConnectionRequest("shared", Map.of());
    Service.Request use = new Service.CreateStatementRequest("shared");
    assertThat(Http.askWith(server, "Bearer " + token, open))
        .isInstanceOf(Service.OpenConnectionResponse.class);
    for (String other :
        List.of(
            Http.basic("alice", TestServer.PASSWORD),
            "Bearer " + idp.token("alice", null),
            "Bearer " + idp.token("alice", List.of("others")))) {
      Service.Response refused = Http.askWith(server, other, use);
      assertThat(refused)
          .isInstanceOfSatisfying(
              Service.ErrorResponse.class, error -> assertThat(error.sqlState).isEqualTo("08003"));
    }
    // A new token with the same claims continues the connection.
    assertThat(Http.askWith(server, "Bearer " + idp.token("alice", List.of("ENGINEERS")), use))
        .isInstanceOf(Service.CreateStatementResponse.class);
  }

  @Test
  void onlyExternalGroupsCanBeClaimed() throws SQLException {
    admin.run(
        """
        CREATE GROUP ordinary WITH USER bob; CREATE GROUP admins WITH USER admin;
        GRANT ALL PRIVILEGES ON CATALOG c TO ordinary; ALTER METASTORE SET OWNER TO admins""");
    try (Client claiming =
        alice(List.of("ordinary", "admins", "admin", "bob", "account users", "", "a\0b"))) {
      claiming.failsWith("CATALOG_NOT_FOUND", READ);
      assertThat(claiming.rows("SELECT * FROM models")).isEmpty();
      assertThat(claiming.rows("SELECT 1 FROM principals WHERE is_member('ordinary')")).isEmpty();
      claiming.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER n");
      assertThat(claiming.rows("SELECT * FROM system.access.audit")).isEmpty();
    }
  }

  @Test
  void theClaimIsAListOfNamesOrOneName() throws SQLException {
    for (Object claim : List.of("engineers", List.of("engineers", 7, List.of("x")))) {
      try (Client claiming = alice(claim)) {
        assertThat(claiming.rows(READ)).hasSize(1);
      }
    }
    for (Object claim : List.of(7, Map.of("engineers", true), List.of(), true)) {
      try (Client claiming = alice(claim)) {
        claiming.failsWith("CATALOG_NOT_FOUND", READ);
      }
    }
    List<String> many = new ArrayList<>(IntStream.range(0, 300).mapToObj(i -> "g" + i).toList());
    many.add("engineers");
    try (Client claiming = alice(many)) {
      assertThat(claiming.rows(READ)).hasSize(1);
      assertThat(claiming.rows("SELECT full_name FROM models")).hasSize(1);
    }
  }

  @Test
  void openConnectionsSeeChangesOfTheGroupAtOnce() throws SQLException {
    try (Client claiming = alice(List.of("engineers"))) {
      assertThat(claiming.rows(READ)).hasSize(1);
      admin.run("DROP GROUP engineers");
      claiming.failsWith("CATALOG_NOT_FOUND", READ);
      admin.run("CREATE GROUP engineers EXTERNAL");
      claiming.failsWith("CATALOG_NOT_FOUND", READ);
      admin.run(
          "GRANT ALL PRIVILEGES ON CATALOG c TO engineers; GRANT USE CATALOG ON CATALOG c TO bob");
      assertThat(claiming.rows(READ)).hasSize(1);
      assertThat(claiming.rows("SELECT full_name FROM models")).hasSize(1);
      admin.run("DROP GROUP engineers; CREATE GROUP engineers WITH USER bob");
      admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO engineers");
      claiming.failsWith("CATALOG_NOT_FOUND", READ);
      assertThat(claiming.rows("SELECT full_name FROM models")).isEmpty();
    }
  }

  @Test
  void externalGroupsHaveNoMembersAndAreInNoGroup() {
    admin.run("CREATE GROUP ordinary; CREATE GROUP g EXTERNAL");
    for (String sql :
        List.of(
            "ALTER GROUP g ADD USER bob",
            "ALTER GROUP g DROP USER bob",
            "ALTER GROUP g ADD GROUP ordinary",
            "ALTER GROUP ordinary ADD GROUP g",
            "CREATE GROUP n WITH USER bob GROUP g")) {
      assertThat(admin.failsWith("INVALID_PARAMETER_VALUE", sql)).contains("'g' is external");
    }
    assertThat(admin.rows("SELECT * FROM group_members")).isEmpty();
    assertThat(admin.rows("SELECT * FROM principals WHERE name = 'n'")).isEmpty();
    admin.failsWith("LAST_ADMIN", "ALTER METASTORE SET OWNER TO g");
    admin.failsWith("PARSE_SYNTAX_ERROR", "CREATE GROUP n EXTERNAL WITH USER bob");
    assertThat(admin.column("SELECT name FROM principals WHERE is_external = 'YES'"))
        .containsExactlyInAnyOrder("engineers", "g");
    admin.run("ALTER CATALOG c SET OWNER TO g");
    admin.failsWith("PRINCIPAL_IN_USE", "DROP GROUP g");
  }

  @Test
  void claimsMakeNoAdminWithoutAConfiguredGroup() throws SQLException {
    admin.run("CREATE GROUP operators EXTERNAL; CREATE MODEL c.s.secret");
    try (Client claiming = alice(List.of("operators"))) {
      claiming.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER n");
    }
    String url = server.storeUrl();
    stop();
    start(url, provider -> provider.withGroups("groups", "Operators"));
    try (Client operator = alice(List.of("OPERATORS"));
        Client plain = TestRegistry.on(server.connect("alice"));
        Client other = alice(List.of("engineers"))) {
      operator.run("CREATE USER n");
      assertThat(operator.rows("SELECT full_name FROM models")).hasSize(2);
      assertThat(operator.rows("SELECT * FROM system.access.audit")).isNotEmpty();
      assertThat(operator.rows("SELECT * FROM plan_cache")).hasSize(1);
      for (Client client : List.of(plain, other)) {
        client.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER o");
        assertThat(client.rows("SELECT * FROM system.access.audit")).isEmpty();
        assertThat(client.rows("SELECT * FROM plan_cache")).isEmpty();
        assertThat(client.rows("SELECT * FROM models WHERE full_name = 'c.s.secret'")).isEmpty();
      }
      // Being an admin gives no access to files.
      assertThat(operator.value("SELECT COUNT(*) FROM effective_grants WHERE principal = 'alice'"))
          .isEqualTo(0L);
      operator.failsWith(
          "INSUFFICIENT_PRIVILEGES", "CREATE MODEL c.s.copy FROM MODEL c.s.m VERSION 1");
      admin.run("DROP GROUP operators");
      operator.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER o");
      assertThat(operator.rows("SELECT full_name FROM models")).isEmpty();
    }
  }

  @Test
  void unknownUsersAreMadeOnlyIfThatWasChosen() throws SQLException {
    String refused = "There is no user 'carol'";
    String token = idp.token("carol", List.of("engineers"));
    assertThat(refusal(token)).contains(refused);
    String url = server.storeUrl();
    stop();
    start(url, provider -> provider.withGroups("groups", null).creatingUsers());
    try (Client carol = TestRegistry.on(server.connectWith(token))) {
      assertThat(carol.value("SELECT current_user()")).isEqualTo("carol");
      assertThat(carol.rows(READ)).hasSize(1);
    }
    assertThat(
            admin.rows(
                "SELECT user_identity, response_code, source_ip FROM system.access.audit"
                    + " WHERE action_name = 'createUser' AND user_identity = 'carol'"))
        .containsExactly(List.of("carol", 200L, "127.0.0.1"));
    server.connectWith(idp.token("CAROL", null)).close();
    assertThat(admin.column("SELECT name FROM principals WHERE name LIKE 'c%'"))
        .containsExactly("carol");
    for (String name : List.of("engineers", "account users", "", " x", "a\0b", "x".repeat(256))) {
      assertThat(refusal(idp.token(name, null))).contains("There is no user");
    }
    admin.run("DROP USER carol");
    assertThat(admin.rows("SELECT * FROM principals WHERE name = 'carol'")).isEmpty();
  }

  private String refusal(String token) {
    try {
      server.connectWith(token).close();
    } catch (SQLException refusal) {
      assertThat(refusal.getSQLState()).isEqualTo("28000");
      return refusal.getMessage();
    }
    throw new AssertionError("let in");
  }
}
