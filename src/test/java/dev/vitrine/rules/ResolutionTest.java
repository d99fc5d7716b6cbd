package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import dev.vitrine.session.OpenStores;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.StatementKinds;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.AccountStatement.CreateGroup;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import dev.vitrine.statement.tree.AccountStatement.DropUser;
import dev.vitrine.statement.tree.AccountStatement.SetAuditRetention;
import dev.vitrine.statement.tree.AccountStatement.TerminateSession;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;
import dev.vitrine.statement.tree.ModelStatement.UndropModel;
import dev.vitrine.statement.tree.ProviderStatement.AlterProvider;
import dev.vitrine.statement.tree.ProviderStatement.CommentOnProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.DropProvider;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviders;
import dev.vitrine.statement.tree.ProviderStatement.TransferProvider;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.CreateShare;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipients;
import dev.vitrine.statement.tree.ShareStatement.ShowShares;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;
import dev.vitrine.statement.tree.ShowStatement.ShowGroups;
import dev.vitrine.statement.tree.ShowStatement.ShowSessions;
import dev.vitrine.statement.tree.ShowStatement.ShowTokens;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;
import dev.vitrine.store.StatementTrace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resolving names: hidden objects are like missing ones. */
final class ResolutionTest {
  /** Every statement that names a model; {@code M} stands for it. */
  private static final List<String> ON_MODELS =
      List.of(
          "DROP MODEL M",
          "DROP MODEL M RESTRICT",
          "ALTER MODEL M RENAME TO n",
          "ALTER MODEL M SET OWNER TO eve",
          "ALTER MODEL M SET TAGS ('k' = 'v')",
          "ALTER MODEL M UNSET TAGS ('k')",
          "COMMENT ON MODEL M IS 'x'",
          "COMMENT ON MODEL M VERSION 1 IS 'x'",
          "COMMENT ON MODEL M VERSION a IS 'x'",
          "COMMENT ON MODEL M VERSION LATEST IS 'x'",
          "ALTER MODEL M ADD VERSION FROM 'runs:/1/model'",
          "ALTER MODEL own.s.m ADD VERSION FROM MODEL M VERSION 1",
          "CREATE MODEL own.s.n FROM MODEL M",
          "CREATE MODEL own.s.n FROM MODEL M VERSION 1",
          "ALTER MODEL M DROP VERSION 1",
          "ALTER MODEL M DROP VERSION IF EXISTS 1",
          "ALTER MODEL M DROP VERSION 1 PURGE",
          "ALTER MODEL M UNDROP VERSION 1",
          "ALTER MODEL M VERSION 1 SET ALIAS b",
          "ALTER MODEL M VERSION a SET ALIAS b",
          "ALTER MODEL M UNSET ALIAS a",
          "ALTER MODEL M VERSION 1 SET METRICS ('a' = 1)",
          "ALTER MODEL M ADD VERSION FROM 'x' PARAMS ('p' = 'v') METRICS ('a' = 1)",
          "ALTER MODEL M ADD VERSION 9 FROM 'x' IMPORTED (AUTHOR 'a', CREATED '2024-05-01 12:30:00')",
          "ALTER MODEL M UNSET ALIAS IF EXISTS a",
          "ALTER MODEL M VERSION 1 SET TAGS ('k' = 'v')",
          "ALTER MODEL M VERSION 1 UNSET TAGS ('k')",
          "SET TAG ON MODEL M k = v",
          "SET TAG ON FUNCTION M k",
          "SET TAG ON MODEL M VERSION 1 k = v",
          "UNSET TAG ON MODEL M k",
          "UNSET TAG ON MODEL M VERSION 1 k",
          "SHOW VERSIONS IN MODEL M",
          "SHOW ALIASES IN MODEL M",
          "SHOW TAGS ON MODEL M",
          "DESCRIBE MODEL M",
          "DESC FUNCTION EXTENDED M",
          "DESCRIBE MODEL M VERSION 1",
          "GRANT EXECUTE ON MODEL M TO eve",
          "GRANT EXECUTE ON FUNCTION M TO eve",
          "GRANT EXECUTE ON MODEL M TO nobody_at_all",
          "REVOKE EXECUTE ON MODEL M FROM eve",
          "ALTER SHARE own ADD MODEL M",
          "ALTER SHARE own ADD MODEL M AS x.y",
          "SHOW GRANTS ON MODEL M",
          "SHOW GRANTS eve ON FUNCTION M",
          "SHOW EFFECTIVE GRANTS ON MODEL M",
          "SHOW EFFECTIVE GRANTS eve ON MODEL M",
          "SHOW CREATE MODEL M",
          "SHOW VERSIONS LIKE '1*' IN MODEL M",
          "SELECT * FROM M",
          "SELECT COUNT(*) FROM M AS a JOIN own.s.m AS b ON a.version = b.version",
          "EXPLAIN PLAN FOR SELECT * FROM M");

  /** Every statement that names a share; {@code S} stands for it. */
  private static final List<String> ON_SHARES =
      List.of(
          "ALTER SHARE S ADD MODEL own.s.m",
          "ALTER SHARE S REMOVE MODEL own.s.m",
          "ALTER SHARE S SET OWNER TO eve",
          "COMMENT ON SHARE S IS 'x'",
          "DROP SHARE S",
          "GRANT SELECT ON SHARE S TO RECIPIENT own",
          "REVOKE SELECT ON SHARE S FROM RECIPIENT own",
          "SHOW ALL IN SHARE S",
          "SHOW GRANTS ON SHARE S",
          "DESCRIBE SHARE S");

  /** Every statement that names a recipient; {@code R} stands for it. */
  private static final List<String> ON_RECIPIENTS =
      List.of(
          "ALTER RECIPIENT R ROTATE TOKEN ENDPOINT 'https://h/x'",
          "ALTER RECIPIENT R SET OWNER TO eve",
          "COMMENT ON RECIPIENT R IS 'x'",
          "DROP RECIPIENT R",
          "GRANT SELECT ON SHARE own TO RECIPIENT R",
          "REVOKE SELECT ON SHARE own FROM RECIPIENT R",
          "SHOW GRANTS TO RECIPIENT R",
          "DESCRIBE RECIPIENT R");

  private static final List<String> ON_SCHEMAS =
      List.of(
          "CREATE MODEL S.n",
          "CREATE MODEL IF NOT EXISTS S.n",
          "DROP SCHEMA S",
          "DROP DATABASE S CASCADE",
          "ALTER SCHEMA S SET OWNER TO eve",
          "ALTER SCHEMA S SET TAGS ('k' = 'v')",
          "ALTER SCHEMA S UNSET TAGS ('k')",
          "COMMENT ON SCHEMA S IS 'x'",
          "SET TAG ON SCHEMA S k = v",
          "UNSET TAG ON SCHEMA S k",
          "USE SCHEMA S",
          "SHOW MODELS IN S",
          "SHOW MODELS IN SCHEMA S",
          "SHOW MODELS IN S LIKE 'x*'",
          "SHOW FUNCTIONS IN S",
          "SHOW MODELS DROPPED IN S",
          "SHOW TAGS ON SCHEMA S",
          "DESCRIBE SCHEMA S",
          "DESCRIBE DATABASE EXTENDED S",
          "GRANT EXECUTE ON SCHEMA S TO eve",
          "REVOKE EXECUTE ON SCHEMA S FROM eve",
          "SHOW GRANTS ON SCHEMA S",
          "SHOW EFFECTIVE GRANTS ON SCHEMA S",
          "ALTER MODEL S.n ADD VERSION FROM MODEL own.s.m VERSION 1",
          "CREATE MODEL S.n FROM MODEL own.s.m VERSION 1");

  private static final List<String> ON_CATALOGS =
      List.of(
          "CREATE SCHEMA C.n",
          "CREATE SCHEMA IF NOT EXISTS C.n",
          "DROP CATALOG C",
          "DROP CATALOG C CASCADE",
          "ALTER CATALOG C SET OWNER TO eve",
          "ALTER CATALOG C SET TAGS ('k' = 'v')",
          "ALTER CATALOG C UNSET TAGS ('k')",
          "COMMENT ON CATALOG C IS 'x'",
          "SET TAG ON CATALOG C k = v",
          "UNSET TAG ON CATALOG C k",
          "USE CATALOG C",
          "SET CATALOG C",
          "SHOW SCHEMAS IN C",
          "SHOW DATABASES IN C LIKE 'x*'",
          "SHOW MODELS IN CATALOG C",
          "SHOW MODELS DROPPED IN CATALOG C",
          "SHOW TAGS ON CATALOG C",
          "DESCRIBE CATALOG C",
          "GRANT EXECUTE ON CATALOG C TO eve",
          "REVOKE EXECUTE ON CATALOG C FROM eve",
          "SHOW GRANTS ON CATALOG C",
          "SHOW EFFECTIVE GRANTS ON CATALOG C",
          "REFRESH CATALOG C");

  /** Statements that name no catalog, schema or model that must exist. */
  private static final Set<Class<?>> NAMELESS =
      Set.of(
          CreateCatalog.class,
          ShowCatalogs.class,
          CreateUser.class,
          AlterUserPassword.class,
          DropUser.class,
          ShowUsers.class,
          CreateGroup.class,
          AlterGroup.class,
          DropGroup.class,
          CreateToken.class,
          DropToken.class,
          ShowTokens.class,
          SetAuditRetention.class,
          SetHistoryRetention.class,
          SetDroppedRetention.class,
          // For admins, who see everything.
          PurgeHistory.class,
          // Whatever is missing has one error: UndropTest.
          UndropModel.class,
          // Providers of others are hidden: SharedCatalogTest.
          AlterProvider.class,
          CommentOnProvider.class,
          CreateProvider.class,
          CreateSharedCatalog.class,
          DescribeProvider.class,
          DropProvider.class,
          ShowProviderShares.class,
          ShowProviders.class,
          TransferProvider.class,
          ShowSessions.class,
          CreateShare.class,
          ShowShares.class,
          CreateRecipient.class,
          ShowRecipients.class,
          TerminateSession.class,
          ShowGroups.class,
          StartTransaction.class,
          CommitTransaction.class,
          RollbackTransaction.class);

  private TestRegistry registry;
  private Client admin;
  private StatementTrace trace;

  @AfterEach
  void stopTracing() {
    if (trace != null) {
      trace.close();
    }
  }

  private Client eve(TestStore store) {
    registry = TestRegistry.emptied(store);
    admin = registry.admin();
    admin.run(
        """
        CREATE USER eve; CREATE USER bob;
        CREATE CATALOG hid; CREATE SCHEMA hid.s; CREATE MODEL hid.s.m TAGS ('k' = 'v');
        CREATE CATALOG ope; CREATE SCHEMA ope.hid; CREATE MODEL ope.hid.m TAGS ('k' = 'v');
        CREATE SCHEMA ope.s; CREATE MODEL ope.s.hid TAGS ('k' = 'v');
        GRANT USE CATALOG ON CATALOG ope TO eve; GRANT USE SCHEMA ON SCHEMA ope.s TO eve;
        CREATE CATALOG own; CREATE SCHEMA own.s; CREATE MODEL own.s.m;
        ALTER MODEL own.s.m ADD VERSION FROM 'x';
        CREATE SHARE own; ALTER SHARE own OWNER TO eve; CREATE SHARE hid;
        CREATE RECIPIENT own ENDPOINT 'https://h/x'; ALTER RECIPIENT own OWNER TO eve;
        CREATE RECIPIENT hid ENDPOINT 'https://h/x';
        """);
    for (String model : List.of("hid.s.m", "ope.hid.m", "ope.s.hid")) {
      admin.run("ALTER MODEL " + model + " ADD VERSION FROM 'x' TAGS ('k' = 'v')");
      admin.run("ALTER MODEL " + model + " VERSION 1 SET ALIAS a");
    }
    for (String object : List.of("CATALOG own", "SCHEMA own.s", "MODEL own.s.m")) {
      admin.run("ALTER " + object + " SET OWNER TO eve");
    }
    trace = new StatementTrace(OpenStores.at(registry.url()));
    Client eve = registry.as("eve");
    // The number of visible models is queried now and then, together with another statement.
    eve.value("SELECT COUNT(*) FROM models");
    return eve;
  }

  @Test
  void everyStatementThatNamesAnObjectIsTried() {
    Set<Class<?>> tried = new HashSet<>(NAMELESS);
    Stream.of(ON_MODELS, ON_SCHEMAS, ON_CATALOGS, ON_SHARES, ON_RECIPIENTS)
        .flatMap(List::stream)
        .flatMap(text -> StatementParser.parse(text).stream())
        .filter(ParsedStatement.class::isInstance)
        .forEach(text -> tried.add(((ParsedStatement) text).kind()));
    assertThat(tried).isEqualTo(StatementKinds.all());
  }

  /**
   * The same statement on a hidden and on a missing object must have the same result and send the
   * same statements to the store. The two names are of one length, so that positions compare.
   */
  private void assertAlike(
      Client client, String statement, String hidden, String absent, String condition) {
    assertSameTraffic(client, statement, hidden, absent);
    Failure onHidden = client.fails(statement.formatted(hidden));
    Failure onAbsent = client.fails(statement.formatted(absent));
    assertThat(onHidden.message().replace("hid", "abs")).isEqualTo(onAbsent.message());
    assertThat(onHidden.sqlState()).as(statement).isEqualTo(onAbsent.sqlState());
    assertThat(onHidden.condition())
        .as("%s: %s", statement, onHidden.message())
        .isEqualTo(
            statement.contains("SELECT") && !statement.contains(" ON SHARE ")
                ? "TABLE_OR_VIEW_NOT_FOUND"
                : condition);
  }

  private void assertSameTraffic(Client client, String statement, String hidden, String absent) {
    // The first refusal of a kind is written to the audit trail, later ones are counted. The order
    // of the names must not affect the comparison.
    client.attempt(statement.formatted(hidden));
    client.attempt(statement.formatted(absent));
    trace.take();
    client.attempt(statement.formatted(hidden));
    List<String> forHidden = trace.take();
    client.attempt(statement.formatted(absent));
    List<String> forAbsent = trace.take();
    assertThat(forHidden.stream().map(text -> text.replace("hid", "abs")).toList())
        .as(statement)
        .isNotEmpty()
        .isEqualTo(forAbsent);
  }

  private static String template(String statement, String letter) {
    return statement.replaceAll("\\b" + letter + "\\b", "%s");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void invisibleModelsAreAbsent(TestStore store) {
    try (Client eve = eve(store)) {
      for (String statement : ON_MODELS) {
        String template = template(statement, "M");
        assertAlike(eve, template, "hid.s.m", "abs.s.m", "CATALOG_NOT_FOUND");
        assertAlike(eve, template, "ope.hid.m", "ope.abs.m", "SCHEMA_NOT_FOUND");
        assertAlike(eve, template, "ope.s.hid", "ope.s.abs", "MODEL_NOT_FOUND");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void invisibleSchemasAreAbsent(TestStore store) {
    try (Client eve = eve(store)) {
      for (String statement : ON_SCHEMAS) {
        String template = template(statement, "S");
        assertAlike(eve, template, "hid.s", "abs.s", "CATALOG_NOT_FOUND");
        assertAlike(eve, template, "ope.hid", "ope.abs", "SCHEMA_NOT_FOUND");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void invisibleCatalogsAreAbsent(TestStore store) {
    try (Client eve = eve(store)) {
      for (String statement : ON_CATALOGS) {
        assertAlike(eve, template(statement, "C"), "hid", "abs", "CATALOG_NOT_FOUND");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void invisibleSharesAndRecipientsAreAbsent(TestStore store) {
    try (Client eve = eve(store)) {
      for (String statement : ON_SHARES) {
        assertAlike(eve, template(statement, "S"), "hid", "abs", "SHARE_NOT_FOUND");
      }
      for (String statement : ON_RECIPIENTS) {
        assertAlike(eve, template(statement, "R"), "hid", "abs", "RECIPIENT_NOT_FOUND");
      }
      for (String kind : List.of("SHARE", "RECIPIENT")) {
        assertThat(eve.run("DROP " + kind + " IF EXISTS hid")).isZero();
        assertSameTraffic(eve, "DROP " + kind + " IF EXISTS %s", "hid", "abs");
        assertSameTraffic(eve, "CREATE " + kind + " %s", "hid", "abs");
      }
    }
    assertThat(admin.rows("SHOW SHARES LIKE 'hid'")).hasSize(1);
    assertThat(admin.rows("SHOW RECIPIENTS LIKE 'hid'")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ifExistsOnAHiddenObjectDoesNothing(TestStore store) {
    try (Client eve = eve(store)) {
      for (String object :
          List.of(
              "CATALOG IF EXISTS hid CASCADE",
              "CATALOG IF EXISTS abs CASCADE",
              "SCHEMA IF EXISTS ope.hid CASCADE",
              "SCHEMA IF EXISTS ope.abs CASCADE",
              "SCHEMA IF EXISTS hid.s CASCADE",
              "SCHEMA IF EXISTS abs.s CASCADE",
              "MODEL IF EXISTS ope.s.hid",
              "MODEL IF EXISTS ope.s.abs",
              "MODEL IF EXISTS hid.s.m",
              "MODEL IF EXISTS abs.s.m")) {
        assertThat(eve.run("DROP " + object)).as(object).isZero();
      }
      assertThat(eve.run("ALTER MODEL IF EXISTS ope.s.hid RENAME TO n")).isZero();
      assertThat(eve.run("ALTER MODEL IF EXISTS ope.s.abs RENAME TO n")).isZero();
      assertSameTraffic(eve, "DROP CATALOG IF EXISTS %s CASCADE", "hid", "abs");
      assertSameTraffic(eve, "DROP SCHEMA IF EXISTS ope.%s CASCADE", "hid", "abs");
      assertSameTraffic(eve, "DROP MODEL IF EXISTS ope.s.%s", "hid", "abs");
      assertSameTraffic(eve, "ALTER MODEL IF EXISTS ope.s.%s RENAME TO n", "hid", "abs");
    }
    assertThat(admin.column("SELECT full_name FROM models ORDER BY 1"))
        .containsExactly("hid.s.m", "ope.hid.m", "ope.s.hid", "own.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void queriesRevealNothingAboutHiddenObjects(TestStore store) {
    try (Client eve = eve(store)) {
      for (String question :
          List.of(
              "SELECT has_privilege('EXECUTE', 'MODEL', 'ope.s.%s')",
              "SELECT has_privilege('EXECUTE', 'MODEL', 'ope.%s.m')",
              "SELECT has_privilege('EXECUTE', 'MODEL', '%s.s.m')",
              "SELECT has_privilege('EXECUTE', 'MODEL', 'ope.s.%s', 'bob')",
              "SELECT has_privilege('EXECUTE', 'MODEL', 'ope.s.%s', 'nobody_at_all')",
              "SELECT has_privilege('USE SCHEMA', 'SCHEMA', 'ope.%s')",
              "SELECT has_privilege('USE SCHEMA', 'SCHEMA', '%s.s', 'bob')",
              "SELECT has_privilege('USE CATALOG', 'CATALOG', '%s')",
              "SELECT has_privilege('USE CATALOG', 'CATALOG', '%s', 'bob')")) {
        assertSameTraffic(eve, question, "hid", "abs");
        assertThat(eve.value(question.formatted("hid"))).as(question).isEqualTo(false);
        assertThat(eve.value(question.formatted("abs"))).as(question).isEqualTo(false);
      }
      for (String query :
          List.of(
              "SELECT * FROM models WHERE full_name LIKE '%%%s%%'",
              "SELECT * FROM schemas WHERE schema_name = '%s'",
              "SELECT * FROM catalogs WHERE catalog_name = '%s'",
              "SELECT * FROM versions WHERE full_name = 'ope.s.%s'",
              "SELECT * FROM grants WHERE full_name = '%s'",
              "SHOW CATALOGS LIKE '%s'",
              "SHOW SCHEMAS IN ope LIKE '%s'",
              "SHOW MODELS IN ope.s LIKE '%s'",
              "SHOW FUNCTIONS IN CATALOG ope LIKE '%s*'")) {
        assertSameTraffic(eve, query, "hid", "abs");
        assertThat(eve.rows(query.formatted("hid"))).as(query).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRightBehindAClosedGateNamesTheGate(TestStore store) {
    try (Client eve = eve(store)) {
      admin.run("GRANT EXECUTE ON MODEL hid.s.m TO eve");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "SHOW VERSIONS IN MODEL hid.s.m"))
          .contains("USE CATALOG")
          .contains("hid");
      admin.run("GRANT USE CATALOG ON CATALOG hid TO eve");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "SHOW VERSIONS IN MODEL hid.s.m"))
          .contains("USE SCHEMA")
          .contains("hid.s");
      admin.run("GRANT USE SCHEMA ON SCHEMA hid.s TO eve");
      assertThat(eve.rows("SHOW VERSIONS IN MODEL hid.s.m")).hasSize(1);
      admin.run("ALTER MODEL ope.hid.m SET OWNER TO eve");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "DROP MODEL ope.hid.m"))
          .contains("USE SCHEMA")
          .contains("ope.hid");
      assertThat(eve.rows("SELECT * FROM models WHERE full_name = 'ope.hid.m'")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aMissingRightIsNamed(TestStore store) {
    try (Client eve = eve(store)) {
      admin.run("GRANT BROWSE ON CATALOG hid TO eve");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE SCHEMA ope.n"))
          .contains("CREATE SCHEMA")
          .contains("ope");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE MODEL ope.s.n"))
          .contains("CREATE MODEL")
          .contains("ope.s");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE CATALOG n"))
          .contains("CREATE CATALOG");
      admin.run("GRANT EXECUTE ON MODEL ope.s.hid TO eve");
      assertThat(eve.failsWith("INSUFFICIENT_PRIVILEGES", "DROP MODEL ope.s.hid"))
          .contains("MANAGE")
          .contains("ope.s.hid");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void contentsNeverMakeAContainerVisible(TestStore store) {
    try (Client eve = eve(store)) {
      admin.run("ALTER MODEL hid.s.m SET OWNER TO eve");
      assertThat(eve.rows("SELECT * FROM catalogs WHERE catalog_name = 'hid'")).isEmpty();
      assertThat(eve.rows("SELECT * FROM schemas WHERE catalog_name = 'hid'")).isEmpty();
      eve.failsWith("CATALOG_NOT_FOUND", "DESCRIBE CATALOG hid");
      eve.failsWith("CATALOG_NOT_FOUND", "DESCRIBE SCHEMA hid.s");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void createOfAVisibleNameReportsThatItExists(TestStore store) {
    try (Client eve = eve(store)) {
      eve.failsWith("CATALOG_ALREADY_EXISTS", "CREATE CATALOG ope");
      assertThat(eve.run("CREATE CATALOG IF NOT EXISTS ope")).isZero();
      eve.failsWith("SCHEMA_ALREADY_EXISTS", "CREATE SCHEMA ope.s");
      assertThat(eve.run("CREATE SCHEMA IF NOT EXISTS ope.s")).isZero();
      admin.run("GRANT EXECUTE ON MODEL ope.s.hid TO eve");
      eve.failsWith("MODEL_ALREADY_EXISTS", "CREATE MODEL ope.s.hid");
      assertThat(eve.run("CREATE MODEL IF NOT EXISTS ope.s.hid")).isZero();
      admin.failsWith("CATALOG_ALREADY_EXISTS", "CREATE CATALOG ope");
      admin.failsWith("SCHEMA_ALREADY_EXISTS", "CREATE SCHEMA ope.s");
      admin.failsWith("MODEL_ALREADY_EXISTS", "CREATE MODEL ope.s.hid");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void createOfAHiddenNameRevealsNothingWithoutThePrivilege(TestStore store) {
    try (Client eve = eve(store)) {
      for (String condition : List.of("", "IF NOT EXISTS ")) {
        assertAlike(
            eve, "CREATE CATALOG " + condition + "%s", "hid", "abs", "INSUFFICIENT_PRIVILEGES");
        assertAlike(
            eve,
            "CREATE SCHEMA " + condition + "%s",
            "ope.hid",
            "ope.abs",
            "INSUFFICIENT_PRIVILEGES");
        assertAlike(
            eve,
            "CREATE MODEL " + condition + "%s",
            "ope.s.hid",
            "ope.s.abs",
            "INSUFFICIENT_PRIVILEGES");
        assertAlike(
            eve,
            "CREATE MODEL " + condition + "%s FROM MODEL own.s.m VERSION 1",
            "ope.s.hid",
            "ope.s.abs",
            "INSUFFICIENT_PRIVILEGES");
        assertAlike(eve, "CREATE SCHEMA " + condition + "%s.s", "hid", "abs", "CATALOG_NOT_FOUND");
        assertAlike(eve, "CREATE MODEL " + condition + "%s.s.m", "hid", "abs", "CATALOG_NOT_FOUND");
        assertAlike(
            eve, "CREATE MODEL " + condition + "ope.%s.m", "hid", "abs", "SCHEMA_NOT_FOUND");
      }
      assertAlike(
          eve,
          "ALTER MODEL %s ADD VERSION FROM MODEL own.s.m VERSION 1",
          "ope.s.hid",
          "ope.s.abs",
          "INSUFFICIENT_PRIVILEGES");
      admin.run("CREATE MODEL ope.s.eves; ALTER MODEL ope.s.eves SET OWNER TO eve");
      assertAlike(
          eve, "ALTER MODEL ope.s.eves RENAME TO %s", "hid", "abs", "INSUFFICIENT_PRIVILEGES");
      assertAlike(
          eve,
          "ALTER MODEL own.s.m RENAME TO %s",
          "ope.s.hid",
          "ope.s.abs",
          "CANNOT_RENAME_ACROSS_SCHEMA");
      admin.run("GRANT CREATE CATALOG ON METASTORE TO eve");
      eve.failsWith("CATALOG_ALREADY_EXISTS", "CREATE CATALOG hid");
      admin.run("GRANT CREATE SCHEMA ON CATALOG ope TO eve");
      eve.failsWith("SCHEMA_ALREADY_EXISTS", "CREATE SCHEMA ope.hid");
      admin.run("GRANT CREATE MODEL ON SCHEMA ope.s TO eve");
      eve.failsWith("MODEL_ALREADY_EXISTS", "CREATE MODEL ope.s.hid");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anUnknownWordInATextChangesNothing(TestStore store) {
    try (Client eve = eve(store)) {
      admin.failsWith("PARSE_SYNTAX_ERROR", "CREATE CATALOG n1; CREATE CATALGO n2");
      admin.failsWith(
          "PARSE_SYNTAX_ERROR", "CREATE CATALOG n1; GRANT CREATE_MODLE ON CATALOG n1 TO eve");
      admin.failsWith("PARSE_SYNTAX_ERROR", "GRANT EXECUTE, EXECUTEE ON CATALOG hid TO eve");
      assertThat(eve.rows("SHOW GRANTS ON CATALOG ope")).hasSize(1);
      admin.failsWith("CATALOG_NOT_FOUND", "DESCRIBE CATALOG n1");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void statementsOfATextCommitByThemselves(TestStore store) {
    try (Client eve = eve(store)) {
      admin.failsWith(
          "PRINCIPAL_NOT_FOUND",
          "CREATE CATALOG n1; GRANT EXECUTE ON CATALOG n1 TO nobody_at_all; CREATE CATALOG n2");
      assertThat(
              admin.column("SELECT catalog_name FROM catalogs WHERE catalog_name IN ('n1', 'n2')"))
          .containsExactly("n1");
      assertThat(eve.rows("SELECT * FROM catalogs WHERE catalog_name = 'n1'")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFailedStatementUndoesItselfOnly(TestStore store) {
    try (Client eve = eve(store)) {
      admin.run("CREATE GROUP g WITH USER eve");
      eve.run("BEGIN");
      eve.run("CREATE SCHEMA own.t");
      eve.failsWith("SCHEMA_ALREADY_EXISTS", "CREATE SCHEMA own.t");
      eve.failsWith("CATALOG_NOT_FOUND", "CREATE SCHEMA hid.t");
      eve.run("CREATE MODEL own.t.m");
      eve.run("COMMIT");
      assertThat(eve.column("SELECT full_name FROM models WHERE schema_name = 't'"))
          .containsExactly("own.t.m");
      eve.run("START TRANSACTION; DROP SCHEMA own.t CASCADE; ROLLBACK");
      assertThat(eve.column("SELECT full_name FROM models WHERE schema_name = 't'"))
          .containsExactly("own.t.m");
    }
  }
}
