package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers, and catalogs that follow a share, with a provider on this machine. */
final class SharedCatalogTest {
  private static final ShareSettings ALWAYS =
      ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ZERO);
  private static final ShareSettings SELDOM = ALWAYS.withRefreshAfter(Duration.ofHours(1));

  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
    provider.share(
        "r1",
        "\"comment\":\"Churn\",\"tags\":{\"k\":\"v\"},\"aliases\":{\"Champion\":2},"
            + "\"versions\":[2,1]",
        StubProvider.version(1),
        StubProvider.version(2, provider.file(2, "MLmodel", "flavors: {}"))
            .replace("\"comment\":null", "\"comment\":\"second\"")
            .replace("\"tags\":{}", "\"tags\":{\"stage\":\"x\"}")
            .replace(
                "\"signature\":null",
                "\"signature\":\"{\\\"inputs\\\":[{\\\"name\\\":\\\"age\\\",\\\"type\\\":\\\"long\\\"}]}\""));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private static Engine engine(TestRegistry registry, ShareSettings settings) {
    return Engine.open(registry.url(), EngineSettings.DEFAULT.withShares(settings));
  }

  /** Applies settings to the open engine. */
  private static void apply(TestRegistry registry, ShareSettings settings) {
    engine(registry, settings).close();
  }

  private void create(TestRegistry.Client admin) {
    admin.run("CREATE PROVIDER p USING TEXT ? COMMENT 'other side'", provider.activation());
    admin.run("CREATE CATALOG c USING SHARE p.s COMMENT 'shared'");
  }

  private static List<Object> state(TestRegistry.Client admin) {
    return admin.rows("SELECT state, message FROM shared_catalogs WHERE catalog_name = 'c'").get(0);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSharedCatalogIsAnOrdinaryCatalog(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      admin.run("CREATE PROVIDER p USING TEXT ?", provider.activation());
      assertThat(provider.requests()).isEmpty();
      assertThat(admin.rows("SHOW SHARES IN PROVIDER p"))
          .containsExactly(List.of("s", "all models"));
      admin.run("CREATE CATALOG c USING SHARE p.s COMMENT 'shared'");
      assertThat(admin.value("SELECT comment FROM models WHERE full_name = 'c.ml.churn'"))
          .isEqualTo("Churn");
      assertThat(admin.column("SELECT version FROM c.ml.churn ORDER BY version"))
          .containsExactly("1", "2");
      assertThat(admin.rows("SHOW ALIASES IN MODEL c.ml.churn")).hasSize(1);
      assertThat(admin.value("SELECT latest_version FROM models WHERE full_name = 'c.ml.churn'"))
          .isEqualTo(2L);
      assertThat(admin.column("SELECT name FROM signature_columns WHERE full_name = 'c.ml.churn'"))
          .containsExactly("age");
      assertThat(
              admin.rows("SELECT files, bytes FROM version_files WHERE full_name = 'c.ml.churn'"))
          .containsExactly(List.of(1L, 11L));
      assertThat(admin.value("SELECT created_by FROM models WHERE full_name = 'c.ml.churn'"))
          .isEqualTo("share p.s");
      admin.run("CREATE USER reader");
      TestRegistry.Client reader = registry.as("reader");
      reader.failsWith("CATALOG_NOT_FOUND", "SHOW VERSIONS IN MODEL c.ml.churn");
      assertThat(reader.rows("SELECT * FROM shared_catalogs")).isEmpty();
      admin.run("GRANT BROWSE ON CATALOG c TO reader");
      assertThat(reader.rows("SELECT provider_name, share_name, state FROM shared_catalogs"))
          .containsExactly(List.of("p", "s", "CURRENT"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void contentFollowsTheProvider(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      admin.run("CREATE USER reader");
      admin.run(
          "GRANT USE CATALOG ON CATALOG c TO reader; GRANT USE SCHEMA ON SCHEMA c.ml TO reader");
      admin.run("GRANT EXECUTE ON MODEL c.ml.churn TO reader");
      TestRegistry.Client reader = registry.as("reader");
      Object id = admin.value("SELECT model_id FROM models WHERE full_name = 'c.ml.churn'");
      provider.share(
          "r2",
          "\"comment\":null,\"tags\":{\"n\":\"w\"},\"aliases\":{\"Champion\":4,\"Old\":2}",
          StubProvider.version(2, provider.file(2, "MLmodel", "other: {}")),
          StubProvider.version(4));
      provider.json(
          "/shares/s/models/b/new/versions", "{\"versions\":[" + StubProvider.version(7) + "]}");
      provider.json(
          "/shares/s/models",
          "{\"models\":[{\"schema\":\"ml\",\"name\":\"churn\",\"comment\":null,\"tags\":{\"n\":\"w\"},"
              + "\"aliases\":{\"Champion\":4,\"Old\":2}},{\"schema\":\"b\",\"name\":\"new\"}]}");
      // Not due: the content is younger than an hour.
      assertThat(reader.column("SELECT version FROM c.ml.churn ORDER BY version"))
          .containsExactly("1", "2");
      apply(registry, ALWAYS);
      assertThat(reader.column("SELECT version FROM c.ml.churn ORDER BY version"))
          .containsExactly("2", "4");
      assertThat(admin.value("SELECT model_id FROM models WHERE full_name = 'c.ml.churn'"))
          .isEqualTo(id);
      assertThat(reader.rows("SELECT alias, version FROM aliases ORDER BY alias"))
          .containsExactly(List.of("Champion", 4L), List.of("Old", 2L));
      assertThat(admin.rows("SELECT tag_name, tag_value FROM tags WHERE full_name = 'c.ml.churn'"))
          .containsExactly(List.of("n", "w"));
      assertThat(admin.value("SELECT latest_version FROM models WHERE full_name = 'c.b.new'"))
          .isEqualTo(7L);
      assertThat(admin.value("SELECT bytes FROM version_files WHERE full_name = 'c.ml.churn'"))
          .isEqualTo(9L);
      assertThat(admin.rows("SELECT version FROM version_tags WHERE full_name = 'c.ml.churn'"))
          .isEmpty();
      // A version and a model that return.
      provider.share(
          "r3",
          "\"aliases\":{}",
          StubProvider.version(1),
          StubProvider.version(2),
          StubProvider.version(4));
      admin.run("REFRESH CATALOG c");
      assertThat(admin.column("SELECT version FROM c.ml.churn ORDER BY version"))
          .containsExactly("1", "2", "4");
      assertThat(admin.column("SELECT schema_name FROM schemas WHERE catalog_name = 'c'"))
          .doesNotContain("b");
      provider.json("/shares/s", "{\"name\":\"s\",\"revision\":\"r4\"}");
      provider.json("/shares/s/models", "{\"models\":[]}");
      admin.run("REFRESH CATALOG c");
      assertThat(admin.rows("SELECT full_name FROM models WHERE catalog_name = 'c'")).isEmpty();
      provider.share("r5", "\"aliases\":{}", StubProvider.version(1));
      admin.run("REFRESH CATALOG c");
      assertThat(admin.column("SELECT version FROM c.ml.churn")).containsExactly("1");
      assertThat(state(admin)).containsExactly("CURRENT", null);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hostileResponsesChangeNothing(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      provider.share(
          "r2",
          "\"comment\":\"half\"",
          StubProvider.version(3),
          StubProvider.version(4, StubProvider.listed("../x", "x")));
      String message = admin.failsWith("PROVIDER_UNAVAILABLE", "REFRESH CATALOG c");
      assertThat(message).contains("invalid path").doesNotContain(StubProvider.TOKEN);
      assertThat(state(admin))
          .containsExactly("INVALID", "The provider sent an invalid path of a file.");
      assertThat(admin.column("SELECT version FROM c.ml.churn ORDER BY version"))
          .containsExactly("1", "2");
      provider.fail(500);
      admin.failsWith("PROVIDER_UNAVAILABLE", "REFRESH CATALOG c");
      assertThat(state(admin).get(0)).isEqualTo("UNREACHABLE");
      provider.fail(404);
      admin.failsWith("PROVIDER_REFUSED", "REFRESH CATALOG c");
      provider.fail(500);
      admin.failsWith("PROVIDER_UNAVAILABLE", "REFRESH CATALOG c");
      assertThat(state(admin).get(0)).as("a refusal remains one").isEqualTo("REFUSED");
      provider.fail(0);
      provider.share("r3", "\"comment\":\"whole\"", StubProvider.version(1));
      admin.run("REFRESH CATALOG c");
      assertThat(state(admin).get(0)).isEqualTo("CURRENT");
      assertThat(admin.value("SELECT comment FROM models WHERE full_name = 'c.ml.churn'"))
          .isEqualTo("whole");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNewTokenReplacesARotatedOne(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      provider.rotate("other-token");
      admin.failsWith("PROVIDER_REFUSED", "REFRESH CATALOG c");
      admin.run("ALTER PROVIDER p USING TEXT ?", provider.activation());
      admin.run("REFRESH CATALOG c");
      assertThat(state(admin).get(0)).isEqualTo("CURRENT");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aProviderThatIsChangedDuringARefreshIsAskedAgain(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    TestRegistry.Client other = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      provider.on(
          "/shares/s",
          exchange -> {
            provider.json("/shares/s", "{\"revision\":\"r2\"}");
            provider.json("/shares/s/models", "{\"models\":[]}");
            other.run("ALTER PROVIDER p USING TEXT ?", provider.activation("new-token"));
            provider.rotate("new-token");
            exchange.sendResponseHeaders(401, -1);
          });
      apply(registry, ALWAYS);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!admin.rows("SELECT * FROM models WHERE catalog_name = 'c'").isEmpty()) {
        assertThat(System.nanoTime()).as("the lease has ended").isLessThan(end);
      }
      assertThat(state(admin).get(0)).isEqualTo("CURRENT");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void providersHaveOwners(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      admin.run("CREATE USER a; CREATE USER b; GRANT CREATE CATALOG ON METASTORE TO b");
      TestRegistry.Client a = registry.as("a");
      TestRegistry.Client b = registry.as("b");
      String create = "CREATE PROVIDER p USING TEXT ?";
      a.failsWith("INSUFFICIENT_PRIVILEGES", create, provider.activation());
      admin.run("GRANT CREATE PROVIDER ON METASTORE TO a");
      a.run(create, provider.activation());
      a.failsWith(
          "PROVIDER_ALREADY_EXISTS", "CREATE PROVIDER P USING TEXT ?", provider.activation());
      a.run("CREATE PROVIDER IF NOT EXISTS p USING TEXT ?", provider.activation());
      for (String sql :
          List.of(
              "DESCRIBE PROVIDER p",
              "SHOW SHARES IN PROVIDER p",
              "ALTER PROVIDER p USING TEXT '" + provider.activation() + "'",
              "ALTER PROVIDER p OWNER TO b",
              "COMMENT ON PROVIDER p IS 'x'",
              "DROP PROVIDER p",
              "CREATE CATALOG c USING SHARE p.s")) {
        String hidden = b.failsWith("PROVIDER_NOT_FOUND", sql);
        String missing = b.failsWith("PROVIDER_NOT_FOUND", sql.replace(" p", " q"));
        assertThat(missing.replace("'q'", "'p'")).isEqualTo(hidden);
      }
      assertThat(b.rows("SHOW PROVIDERS")).isEmpty();
      assertThat(b.rows("SELECT * FROM providers")).isEmpty();
      assertThat(a.column("SHOW PROVIDERS LIKE 'P*'")).containsExactly("p");
      assertThat(admin.column("SELECT owner FROM providers")).containsExactly("a");
      a.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE CATALOG c USING SHARE p.s");
      a.run("COMMENT ON PROVIDER p IS 'x'; ALTER PROVIDER p OWNER TO b");
      a.failsWith("PROVIDER_NOT_FOUND", "DESCRIBE PROVIDER p");
      assertThat(b.rows("DESCRIBE PROVIDER p")).contains(List.of("Comment", "x"));
      b.run("CREATE CATALOG c USING SHARE p.s");
      assertThat(b.failsWith("PROVIDER_IN_USE", "DROP PROVIDER p")).contains("Drop them first");
      admin.failsWith("PRINCIPAL_IN_USE", "DROP USER b");
      b.failsWith("CATALOG_ALREADY_EXISTS", "CREATE CATALOG c USING SHARE p.s");
      b.run("CREATE CATALOG IF NOT EXISTS c USING SHARE p.s");
      b.failsWith("CATALOG_NOT_EMPTY", "DROP CATALOG c");
      b.run("DROP CATALOG c CASCADE; DROP PROVIDER p; DROP PROVIDER IF EXISTS p");
      assertThat(admin.rows("SELECT * FROM shared_catalogs")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theTokenAppearsNowhere(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      String activation = provider.activation();
      for (String sql :
          List.of(
              "CREATE PROVIDER p USING TEXT '" + activation + "'",
              "CREATE PROVIDER q USING TEXT '" + activation + "x'",
              "CREATE PROVIDER q USING TEXT '" + activation + "' OOPS",
              "CREATE PROVIDER q USING FILE '" + StubProvider.TOKEN + "'",
              "ALTER PROVIDER q USING TEXT '" + activation + "'",
              "ALTER PROVIDER p USING TEXT '[" + activation + "'")) {
        assertThat(admin.fails(sql).message()).doesNotContain(StubProvider.TOKEN);
      }
      admin.run("ALTER PROVIDER p USING TEXT '" + activation + "'");
      provider.fail(403);
      admin.fails("REFRESH CATALOG c");
      for (String relation :
          List.of(
              "SELECT * FROM system.access.audit",
              "SELECT * FROM providers",
              "SELECT * FROM shared_catalogs",
              "SELECT * FROM history",
              "SELECT * FROM sessions",
              "SHOW PROVIDERS",
              "DESCRIBE PROVIDER p")) {
        assertThat(admin.rows(relation).toString()).as(relation).doesNotContain(StubProvider.TOKEN);
      }
      assertThat(
              admin.column(
                  "SELECT action_name FROM system.access.audit WHERE action_name LIKE '%Provider'"
                      + " AND response_code = 200 ORDER BY event_id"))
          .contains("createProvider", "updateProvider");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void providersAreNotAskedInsideATransaction(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      create(admin);
      long asked = provider.requests().size();
      for (String sql :
          List.of(
              "REFRESH CATALOG c",
              "SHOW SHARES IN PROVIDER p",
              "CREATE CATALOG d USING SHARE p.s")) {
        admin.run("BEGIN");
        admin.failsWith("INVALID_TRANSACTION_STATE", sql);
        admin.run("ROLLBACK");
      }
      assertThat(provider.requests()).hasSize((int) asked);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aShareThatIsNotThereMakesNoCatalog(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    try (Engine opened = engine(registry, SELDOM)) {
      assertThat(opened).isNotNull();
      admin.run("CREATE PROVIDER p USING TEXT ?", provider.activation());
      admin.failsWith("PROVIDER_REFUSED", "CREATE CATALOG c USING SHARE p.other");
      provider.json("/shares/s/models", "{\"models\":[{\"schema\":\"x.y\",\"name\":\"z\"}]}");
      admin.failsWith("PROVIDER_UNAVAILABLE", "CREATE CATALOG c USING SHARE p.s");
      assertThat(admin.rows("SELECT * FROM catalogs WHERE catalog_name = 'c'")).isEmpty();
      admin.failsWith("INVALID_PARAMETER_VALUE", "CREATE CATALOG d; REFRESH CATALOG d");
    }
  }
}
