package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users, groups, members and what they hold. */
final class PrincipalRulesTest {
  private static final String MODEL =
      "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m;"
          + " ALTER MODEL c.s.m ADD VERSION FROM 'x';";
  private static final String READ = "SHOW VERSIONS IN MODEL c.s.m";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void usersAndGroupsShareOneNamespaceInAnyCase(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE USER alice; CREATE GROUP team; CREATE USER `Bob@Example.com`");
    for (String statement :
        List.of(
            "CREATE USER alice",
            "CREATE USER ALICE",
            "CREATE GROUP Alice",
            "CREATE USER Team",
            "CREATE GROUP TEAM",
            "CREATE USER `bob@example.com`",
            "CREATE USER `account users`",
            "CREATE GROUP `Account Users`")) {
      admin.failsWith("PRINCIPAL_ALREADY_EXISTS", statement);
    }
    admin.run("GRANT CREATE CATALOG ON METASTORE TO `BOB@example.COM`");
    assertThat(admin.rows("SHOW GRANTS `bob@EXAMPLE.com` ON METASTORE")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void accountUsersOwnsNothingHasNoMembersAndCannotBeDropped(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(MODEL + "CREATE USER alice; CREATE GROUP g");
    for (String statement :
        List.of(
            "ALTER CATALOG c SET OWNER TO `account users`",
            "ALTER SCHEMA c.s SET OWNER TO `account users`",
            "ALTER MODEL c.s.m SET OWNER TO `account users`",
            "ALTER METASTORE SET OWNER TO `account users`",
            "ALTER GROUP `account users` ADD USER alice",
            "ALTER GROUP `account users` DROP USER alice",
            "ALTER GROUP g ADD GROUP `account users`",
            "DROP GROUP `account users`",
            "DROP USER `account users`")) {
      assertThat(admin.fails(statement).condition())
          .as(statement)
          .isNotIn("INTERNAL_ERROR", "PARSE_SYNTAX_ERROR");
    }
    assertThat(admin.column("SELECT owner FROM models")).containsExactly("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void grantsToAccountUsersApplyToAllUsersAtOnce(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice");
    try (Client alice = registry.as("alice")) {
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO `account users`");
      assertThat(alice.rows(READ)).hasSize(1);
      admin.run("CREATE USER late");
      try (Client late = registry.as("late")) {
        assertThat(late.rows(READ)).hasSize(1);
      }
      admin.run("REVOKE ALL PRIVILEGES ON CATALOG c FROM `account users`");
      alice.failsWith("CATALOG_NOT_FOUND", READ);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void groupChangesTakeEffectAtOnceInOpenSessions(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice; CREATE GROUP inner_g; CREATE GROUP outer_g");
    admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO outer_g");
    try (Client alice = registry.as("alice")) {
      String query = "SELECT full_name FROM versions";
      assertThat(alice.column(query)).isEmpty();
      admin.run("ALTER GROUP inner_g ADD USER alice");
      assertThat(alice.column(query)).isEmpty();
      admin.run("ALTER GROUP outer_g ADD GROUP inner_g");
      assertThat(alice.column(query)).containsExactly("c.s.m");
      assertThat(alice.rows(READ)).hasSize(1);
      admin.run("ALTER GROUP inner_g DROP USER alice");
      assertThat(alice.column(query)).isEmpty();
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      admin.run("ALTER GROUP outer_g ADD USER alice");
      assertThat(alice.column(query)).containsExactly("c.s.m");
      admin.run("ALTER GROUP inner_g ADD USER alice; ALTER GROUP outer_g DROP GROUP inner_g");
      assertThat(alice.column(query)).containsExactly("c.s.m");
      admin.run("ALTER GROUP outer_g DROP USER alice");
      assertThat(alice.column(query)).isEmpty();
      admin.run("ALTER MODEL c.s.m SET OWNER TO inner_g");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", READ);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cyclesOfGroupsAreRefused(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE GROUP a; CREATE GROUP b; CREATE GROUP c; CREATE GROUP d");
    admin.run("ALTER GROUP a ADD GROUP b; ALTER GROUP b ADD GROUP c; ALTER GROUP c ADD GROUP d");
    for (String statement :
        List.of(
            "ALTER GROUP a ADD GROUP a",
            "ALTER GROUP b ADD GROUP a",
            "ALTER GROUP c ADD GROUP a",
            "ALTER GROUP d ADD GROUP a",
            "ALTER GROUP d ADD GROUP c")) {
      assertThat(admin.fails(statement).condition())
          .as(statement)
          .isNotIn("INTERNAL_ERROR", "PARSE_SYNTAX_ERROR");
    }
    admin.run("ALTER GROUP b DROP GROUP c; ALTER GROUP d ADD GROUP a");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theLastAdminStays(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE GROUP empty_g; CREATE GROUP g WITH USER admin");
    admin.failsWith("LAST_ADMIN", "ALTER METASTORE SET OWNER TO empty_g");
    assertThat(admin.fails("DROP USER admin").condition()).isIn("LAST_ADMIN", "PRINCIPAL_IN_USE");
    admin.run("ALTER METASTORE OWNER TO g");
    admin.failsWith("LAST_ADMIN", "ALTER GROUP g DROP USER admin");
    admin.failsWith("LAST_ADMIN", "DROP USER admin");
    admin.failsWith("PRINCIPAL_IN_USE", "DROP GROUP g");
    admin.run("CREATE GROUP h WITH USER alice; ALTER GROUP g ADD GROUP h");
    admin.run("ALTER GROUP g DROP USER admin");
    admin.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER other");
    try (Client alice = registry.as("alice")) {
      alice.failsWith("LAST_ADMIN", "ALTER GROUP h DROP USER alice");
      alice.failsWith("LAST_ADMIN", "ALTER GROUP g DROP GROUP h");
      alice.failsWith("LAST_ADMIN", "DROP GROUP h");
      alice.failsWith("LAST_ADMIN", "DROP USER alice");
      alice.run("CREATE USER other");
      alice.run("ALTER METASTORE OWNER TO other");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE USER another");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anOwnerCannotBeDropped(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(MODEL + "CREATE USER alice; CREATE GROUP g WITH USER alice");
    for (String object : List.of("CATALOG c", "SCHEMA c.s", "MODEL c.s.m")) {
      admin.run("ALTER " + object + " SET OWNER TO alice");
      admin.failsWith("PRINCIPAL_IN_USE", "DROP USER alice");
      admin.run("ALTER " + object + " SET OWNER TO g");
      admin.failsWith("PRINCIPAL_IN_USE", "DROP GROUP g");
      admin.run("ALTER " + object + " SET OWNER TO admin");
    }
    admin.run("DROP GROUP g; DROP USER alice");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "DROP USER alice");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "DROP GROUP g");
    admin.run("CREATE USER kind; CREATE GROUP kinds");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "DROP GROUP kind");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "DROP USER kinds");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNameMadeAgainInheritsNothing(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice; CREATE GROUP g WITH USER alice");
    admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO alice; GRANT MANAGE ON CATALOG c TO g");
    try (Client before = registry.as("alice")) {
      assertThat(before.rows(READ)).hasSize(1);
      admin.run("DROP USER alice; CREATE USER alice");
      assertThat(before.attempt(READ)).isPresent();
      assertThat(before.attempt("CREATE SCHEMA c.n")).isPresent();
    }
    try (Client alice = registry.as("alice")) {
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      admin.run("DROP GROUP g; CREATE GROUP g WITH USER alice");
      alice.failsWith("CATALOG_NOT_FOUND", READ);
    }
    assertThat(admin.rows("SHOW GRANTS ON CATALOG c")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anOpenSessionEndsWithItsUser(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "GRANT ALL PRIVILEGES ON CATALOG c TO `account users`; CREATE USER eve");
    for (String statement :
        List.of(
            "SELECT 1",
            "SELECT COUNT(*) FROM models",
            "SELECT name FROM principals",
            "SELECT * FROM c.s.m",
            "SELECT full_name FROM models WHERE full_name = 'c.s.m'",
            "SELECT owner, COUNT(*) FROM models GROUP BY owner LIMIT 5",
            "SELECT COUNT(*) FROM models GROUP BY ROLLUP (owner)",
            "SELECT m.full_name FROM models m JOIN principals p ON p.name = m.owner",
            "SELECT p.name FROM principals p LEFT JOIN models m ON p.name = m.owner",
            "SELECT p.name FROM models m RIGHT JOIN principals p ON p.name = m.owner",
            "SELECT p.name FROM models m FULL JOIN principals p ON p.name = m.owner",
            "SELECT full_name FROM models UNION ALL SELECT name FROM principals",
            "SELECT name FROM principals WHERE NOT EXISTS (SELECT 1 FROM models)",
            "SELECT has_privilege('EXECUTE', 'MODEL', 'c.s.m')",
            "EXPLAIN PLAN FOR SELECT * FROM models",
            "SHOW CATALOGS",
            READ,
            "USE CATALOG c",
            "COMMENT ON MODEL c.s.m IS 'x'")) {
      for (boolean inTransaction : List.of(false, true)) {
        admin.run("CREATE USER alice");
        try (Client alice = registry.as("alice")) {
          if (inTransaction) {
            alice.begin();
          }
          assertThat(alice.rows("SELECT full_name FROM models")).hasSize(1);
          String audit =
              "SELECT COUNT(*) FROM system.access.audit WHERE user_identity = 'alice'"
                  + " AND response_code = 401";
          long before = (long) admin.value(audit);
          admin.run("DROP USER alice");
          alice.failsWith("AUTHENTICATION_FAILED", statement);
          assertThat(admin.value(audit)).as(statement).isEqualTo(before + 1);
          admin.run("CREATE USER alice");
          alice.failsWith("AUTHENTICATION_FAILED", statement);
        }
        admin.run("DROP USER alice");
      }
    }
    assertThat(admin.value("SELECT comment FROM models")).isNull();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anObjectMadeAgainInheritsNoGrants(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice;" + MODEL);
    admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO alice; GRANT EXECUTE ON MODEL c.s.m TO alice");
    admin.run("DROP CATALOG c CASCADE;" + MODEL);
    try (Client alice = registry.as("alice")) {
      alice.failsWith("CATALOG_NOT_FOUND", READ);
    }
    assertThat(admin.rows("SHOW GRANTS ON MODEL c.s.m")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void revokeTouchesTheNamedObjectOnly(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice");
    admin.run("GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG c TO alice");
    admin.run("GRANT EXECUTE ON MODEL c.s.m TO alice");
    try (Client alice = registry.as("alice")) {
      admin.run("REVOKE EXECUTE ON MODEL c.s.m FROM alice");
      admin.run("REVOKE EXECUTE ON SCHEMA c.s FROM alice");
      admin.run("REVOKE ALL PRIVILEGES ON MODEL c.s.m FROM alice");
      assertThat(alice.rows(READ)).hasSize(1);
      admin.run("REVOKE EXECUTE ON CATALOG c FROM alice");
      alice.failsWith("MODEL_NOT_FOUND", READ);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void revokeAllLeavesManageAndBrowse(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(MODEL + "CREATE USER alice");
    admin.run(
        """
        GRANT ALL PRIVILEGES ON CATALOG c TO alice;
        GRANT USE CATALOG, BROWSE, CREATE SCHEMA, USE SCHEMA, CREATE MODEL, EXECUTE, APPLY TAG,
          MANAGE ON CATALOG c TO alice;
        REVOKE ALL PRIVILEGES ON CATALOG c FROM alice
        """);
    assertThat(
            admin.rows("SHOW GRANTS alice ON CATALOG c").stream()
                .map(row -> row.get(1).toString())
                .toList())
        .containsExactlyInAnyOrder("BROWSE", "MANAGE");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void grantsAreCheckedWhole(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(MODEL + "CREATE USER alice");
    admin.failsWith(
        "PRIVILEGE_NOT_APPLICABLE", "GRANT EXECUTE, USE CATALOG ON MODEL c.s.m TO alice");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "GRANT EXECUTE ON MODEL c.s.m TO nobody_at_all");
    admin.failsWith("PRINCIPAL_NOT_FOUND", "REVOKE EXECUTE ON MODEL c.s.m FROM nobody_at_all");
    admin.failsWith(
        "UNSUPPORTED_FEATURE", "GRANT EXECUTE ON MODEL c.s.m TO alice WITH GRANT OPTION");
    assertThat(admin.rows("SHOW GRANTS ON MODEL c.s.m")).isEmpty();
    admin.run("GRANT EXECUTE ON MODEL c.s.m TO alice; GRANT EXECUTE ON MODEL c.s.m TO alice");
    assertThat(admin.rows("SHOW GRANTS ON MODEL c.s.m")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onlyUsersConnect(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE GROUP g");
    for (String name : List.of("g", "account users", "nobody_at_all")) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> registry.as(name)))
          .as(name)
          .hasRootCauseInstanceOf(Exception.class);
    }
  }
}
