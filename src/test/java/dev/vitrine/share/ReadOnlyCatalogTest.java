package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementKinds;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.tree.ShareStatement;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The content of a shared catalog cannot be changed by any statement. */
final class ReadOnlyCatalogTest {
  /** The statements on objects in a shared catalog that change its content. */
  private static final List<String> REFUSED =
      List.of(
          "CREATE SCHEMA c.other",
          "DROP SCHEMA c.ml",
          "DROP SCHEMA c.ml CASCADE",
          "CREATE MODEL c.ml.other",
          "CREATE MODEL c.ml.other FROM MODEL own.s.m VERSION 1",
          "CREATE MODEL own.s.other FROM MODEL c.ml.churn VERSION 1",
          "DROP MODEL c.ml.churn",
          "DROP MODEL c.ml.churn PURGE",
          "UNDROP MODEL c.ml.gone",
          "ALTER MODEL c.ml.churn RENAME TO c.ml.other",
          "ALTER MODEL c.ml.churn ADD VERSION FROM 'x'",
          "ALTER MODEL c.ml.churn ADD VERSION 7 FROM 'x'"
              + " IMPORTED (AUTHOR 'a', CREATED '2026-01-01 00:00:00')",
          "ALTER MODEL c.ml.churn ADD VERSION FROM MODEL own.s.m VERSION 1",
          "ALTER MODEL own.s.m ADD VERSION FROM MODEL c.ml.churn VERSION 1",
          "ALTER MODEL c.ml.churn DROP VERSION 1",
          "ALTER SHARE again ADD MODEL c.ml.churn",
          "ALTER MODEL c.ml.churn UNDROP VERSION 9",
          "ALTER MODEL c.ml.churn VERSION 1 SET ALIAS x",
          "ALTER MODEL c.ml.churn UNSET ALIAS Champion",
          "ALTER MODEL c.ml.churn VERSION 1 SET METRICS ('m' = 1)",
          "COMMENT ON SCHEMA c.ml IS 'x'",
          "COMMENT ON MODEL c.ml.churn IS 'x'",
          "COMMENT ON MODEL c.ml.churn VERSION 1 IS 'x'",
          "ALTER SCHEMA c.ml SET TAGS ('k' = 'v')",
          "ALTER MODEL c.ml.churn SET TAGS ('k' = 'v')",
          "ALTER MODEL c.ml.churn VERSION 1 SET TAGS ('k' = 'v')",
          "ALTER MODEL c.ml.churn UNSET TAGS ('k')",
          "SET TAG ON MODEL c.ml.churn k = v",
          "UNSET TAG ON MODEL c.ml.churn k");

  /** The statements that are allowed there. */
  private static final List<String> ALLOWED =
      List.of(
          "COMMENT ON CATALOG c IS 'x'",
          "ALTER CATALOG c SET TAGS ('k' = 'v')",
          "ALTER CATALOG c UNSET TAGS ('k')",
          "SET TAG ON CATALOG c k = v",
          "UNSET TAG ON CATALOG c k",
          "GRANT EXECUTE ON MODEL c.ml.churn TO someone",
          "REVOKE EXECUTE ON MODEL c.ml.churn FROM someone",
          "ALTER MODEL c.ml.churn OWNER TO someone",
          "ALTER SCHEMA c.ml OWNER TO someone",
          "ALTER CATALOG c OWNER TO someone",
          "ALTER METASTORE PURGE HISTORY OF CATALOG c",
          "REFRESH CATALOG c",
          "USE CATALOG c",
          "USE SCHEMA c.ml",
          "SHOW CATALOGS",
          "SHOW SCHEMAS IN c",
          "SHOW MODELS IN c.ml",
          "SHOW MODELS DROPPED IN c.ml",
          "SHOW VERSIONS IN MODEL c.ml.churn",
          "SHOW ALIASES IN MODEL c.ml.churn",
          "SHOW TAGS ON MODEL c.ml.churn",
          "SHOW CREATE MODEL c.ml.churn",
          "SHOW GRANTS ON MODEL c.ml.churn",
          "SHOW EFFECTIVE GRANTS ON MODEL c.ml.churn",
          "DESCRIBE MODEL c.ml.churn VERSION 1",
          "DROP CATALOG c CASCADE");

  /** The statements whose names are not those of objects in a catalog. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "AlterGroup",
          "AlterProvider",
          "AlterUserPassword",
          "CommentOnProvider",
          "CommitTransaction",
          "CreateCatalog",
          "CreateGroup",
          "CreateProvider",
          "CreateSharedCatalog",
          "CreateToken",
          "CreateUser",
          "DescribeProvider",
          "DropGroup",
          "DropProvider",
          "DropToken",
          "DropUser",
          "RollbackTransaction",
          "SetAuditRetention",
          "SetDroppedRetention",
          "SetHistoryRetention",
          "ShowGroups",
          "ShowProviderShares",
          "ShowProviders",
          "ShowSessions",
          "ShowTokens",
          "ShowUsers",
          "StartTransaction",
          "TerminateSession",
          "TransferProvider");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noStatementChangesTheContent(TestStore store) throws IOException {
    TestRegistry registry = TestRegistry.open(store);
    TestRegistry.Client admin = registry.admin();
    EngineSettings settings =
        EngineSettings.DEFAULT.withShares(
            ShareSettings.DEFAULT.withLoopback().withRefreshAfter(java.time.Duration.ofHours(1)));
    try (Engine engine = Engine.open(registry.url(), settings);
        StubProvider provider = new StubProvider()) {
      assertThat(engine.storeVersion()).isNotEmpty();
      provider.share(
          "r1",
          "\"comment\":\"c\",\"tags\":{\"k\":\"v\"},\"aliases\":{\"Champion\":1}",
          StubProvider.version(1));
      admin.run(
          "CREATE USER someone; CREATE CATALOG own; CREATE SCHEMA own.s; CREATE MODEL own.s.m");
      admin.run("ALTER MODEL own.s.m ADD VERSION FROM 'x'; CREATE SHARE again");
      admin.run("CREATE PROVIDER p USING TEXT ?", provider.activation());
      admin.run("CREATE CATALOG c USING SHARE p.s");
      // Owner and admin: there is nothing more.
      admin.run("GRANT ALL PRIVILEGES, MANAGE ON CATALOG c TO admin");
      String before = content(admin);
      Map<String, String> other = new TreeMap<>();
      for (String sql : REFUSED) {
        String condition = admin.attempt(sql).map(TestRegistry.Failure::condition).orElse("none");
        if (!condition.equals("READ_ONLY_CATALOG")) {
          other.put(sql, condition);
        }
      }
      assertThat(other)
          .as("statements that are not refused as they should be")
          .isEqualTo(Map.of("UNDROP MODEL c.ml.gone", "MODEL_NOT_FOUND"));
      assertThat(content(admin)).isEqualTo(before);
      assertThat(admin.failsWith("READ_ONLY_CATALOG", "DROP MODEL c.ml.churn"))
          .contains("Catalog 'c' follows a share and is read-only.");
      admin.run("CREATE USER stranger");
      registry.as("stranger").failsWith("CATALOG_NOT_FOUND", "DROP MODEL c.ml.churn");
      for (String sql : ALLOWED) {
        admin.run(sql);
      }
      assertThat(admin.rows("SELECT * FROM catalogs WHERE catalog_name = 'c'")).isEmpty();
    }
  }

  private static String content(TestRegistry.Client admin) {
    StringBuilder rows = new StringBuilder();
    for (String relation :
        List.of("schemas", "models", "versions", "aliases", "tags", "version_tags")) {
      rows.append(admin.rows("SELECT * FROM " + relation + " WHERE catalog_name = 'c'"));
    }
    return rows.toString();
  }

  /** A statement that is added must be put into one of the lists. */
  @org.junit.jupiter.api.Test
  void everyStatementIsInAList() {
    Set<String> listed = new HashSet<>(ELSEWHERE);
    for (List<String> list : List.of(REFUSED, ALLOWED)) {
      for (String sql : list) {
        for (ParsedText text : StatementParser.parse(sql)) {
          listed.add(((ParsedStatement) text).kind().getSimpleName());
        }
      }
    }
    Set<String> missing = new HashSet<>();
    StatementKinds.all().stream()
        // Shares are no objects of a catalog, except for the models that are added to them.
        .filter(kind -> kind.getEnclosingClass() != ShareStatement.class)
        .forEach(kind -> missing.add(kind.getSimpleName()));
    missing.removeAll(listed);
    assertThat(missing).isEmpty();
  }
}
