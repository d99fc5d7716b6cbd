package dev.vitrine.statement;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;
import static dev.vitrine.statement.StatementTexts.assertParsed;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
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
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import dev.vitrine.statement.tree.HistoryStatement.CommentHistory;
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;
import dev.vitrine.statement.tree.HistoryStatement.TagHistory;
import dev.vitrine.statement.tree.HistoryStatement.WholeHistory;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.MembershipChange;
import dev.vitrine.statement.tree.MetricAssignment;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.CreateModelFromModel;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.ModelStatement.SetMetrics;
import dev.vitrine.statement.tree.ModelStatement.UndropModel;
import dev.vitrine.statement.tree.ModelStatement.UndropVersion;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ParamAssignment;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import dev.vitrine.statement.tree.ShowStatement.ShowAliases;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;
import dev.vitrine.statement.tree.ShowStatement.ShowCreateModel;
import dev.vitrine.statement.tree.ShowStatement.ShowDroppedModels;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGroups;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;
import dev.vitrine.statement.tree.ShowStatement.ShowSchemas;
import dev.vitrine.statement.tree.ShowStatement.ShowSessions;
import dev.vitrine.statement.tree.ShowStatement.ShowTags;
import dev.vitrine.statement.tree.ShowStatement.ShowTokens;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;
import dev.vitrine.statement.tree.VersionRef;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatementRecordsTest {
  private static final QualifiedName M = QualifiedName.of("c", "s", "m");
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void catalogs() {
    assertParsed("CREATE CATALOG c", new CreateCatalog(id("c"), false, NONE, NONE));
    assertParsed(
        "CREATE CATALOG IF NOT EXISTS c MANAGED LOCATION 'l' COMMENT 'x'",
        new CreateCatalog(id("c"), true, Optional.of("x"), Optional.of("l")));
    assertParsed("DROP CATALOG c", new DropCatalog(id("c"), false, false));
    assertParsed("DROP CATALOG c RESTRICT", new DropCatalog(id("c"), false, false));
    assertParsed("DROP CATALOG IF EXISTS c CASCADE", new DropCatalog(id("c"), true, true));
    assertParsed("USE CATALOG c", new UseCatalog(id("c")));
    assertParsed("SET CATALOG `c`", new UseCatalog(id("c")));
  }

  @Test
  void schemas() {
    QualifiedName s = QualifiedName.of("c", "s");
    assertParsed("CREATE SCHEMA c.s", new CreateSchema(s, false, NONE, NONE));
    assertParsed(
        "CREATE DATABASE IF NOT EXISTS c.s COMMENT 'x' MANAGED LOCATION 'l'",
        new CreateSchema(s, true, Optional.of("x"), Optional.of("l")));
    assertParsed("DROP DATABASE c.s", new DropSchema(s, false, false));
    assertParsed("DROP SCHEMA IF EXISTS c.s CASCADE", new DropSchema(s, true, true));
    assertParsed("USE c.s", new UseSchema(s));
    assertParsed("USE DATABASE s", new UseSchema(QualifiedName.of("s")));
    assertParsed("USE schema", new UseSchema(QualifiedName.of("schema")));
  }

  @Test
  void models() {
    assertParsed("CREATE MODEL c.s.m", new CreateModel(M, false, NONE, List.of()));
    assertParsed(
        "CREATE MODEL IF NOT EXISTS c.s.m TAGS ('k'='v', '' = '') COMMENT 'x'",
        new CreateModel(
            M,
            true,
            Optional.of("x"),
            List.of(new TagAssignment("k", "v"), new TagAssignment("", ""))));
    QualifiedName n = QualifiedName.of("n");
    assertParsed(
        "CREATE MODEL c.s.m FROM MODEL n",
        new CreateModelFromModel(M, false, n, Optional.empty(), NONE));
    assertParsed(
        "CREATE MODEL IF NOT EXISTS n FROM MODEL c.s.m VERSION prod COMMENT 'x'",
        new CreateModelFromModel(n, true, M, Optional.of(alias("prod")), Optional.of("x")));
    assertParsed("DROP MODEL c.s.m", new DropModel(M, false, false));
    assertParsed("DROP FUNCTION IF EXISTS c.s.m CASCADE", new DropModel(M, true, false));
    assertParsed("DROP MODEL c.s.m RESTRICT", new DropModel(M, false, true));
    assertParsed("DROP MODEL IF EXISTS c.s.m PURGE", new DropModel(M, true, false, true));
    assertParsed("UNDROP MODEL c.s.m", new UndropModel(M, Optional.empty(), Optional.empty()));
    assertParsed(
        "UNDROP FUNCTION c.s.m WITH ID 7 AS n",
        new UndropModel(M, Optional.of(7L), Optional.of(QualifiedName.of("n"))));
    assertParsed("ALTER MODEL c.s.m RENAME TO n", new RenameModel(M, false, n));
    assertParsed("ALTER MODEL IF EXISTS n RENAME TO c.s.m", new RenameModel(n, true, M));
  }

  @Test
  void versionsAndAliases() {
    assertParsed(
        "ALTER MODEL c.s.m ADD VERSION FROM 'u'",
        new AddVersion(
            M,
            "u",
            NONE,
            NONE,
            NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()));
    assertParsed(
        "ALTER MODEL c.s.m ADD VERSION FROM 'u' INPUTS (t, a.b.c.d) TAGS ('k'='v') COMMENT 'x'"
            + " SIGNATURE '{}' RUN ID 'r'",
        new AddVersion(
            M,
            "u",
            Optional.of("r"),
            Optional.of("{}"),
            Optional.of("x"),
            List.of(new TagAssignment("k", "v")),
            List.of(QualifiedName.of("t"), QualifiedName.of("a", "b", "c", "d")),
            List.of(),
            List.of(),
            Optional.empty()));
    assertParsed(
        "ALTER MODEL c.s.m ADD VERSION FROM 'u' PARAMS ('p' = 'v') METRICS ('a' = -.5 STEP 3)",
        new AddVersion(
            M,
            "u",
            NONE,
            NONE,
            NONE,
            List.of(),
            List.of(),
            List.of(new ParamAssignment("p", "v")),
            List.of(new MetricAssignment("a", -0.5, NONE, 3, Optional.empty())),
            Optional.empty()));
    assertParsed(
        "ALTER MODEL c.s.m VERSION 2 SET METRICS ('a' = 1e3 DATASET 'd')",
        new SetMetrics(
            M,
            new VersionRef.ByNumber(2),
            List.of(new MetricAssignment("a", 1000, Optional.of("d"), 0, Optional.empty()))));
    assertParsed(
        "ALTER MODEL c.s.m ADD VERSION FROM MODEL n VERSION latest",
        new CopyVersion(M, QualifiedName.of("n"), new VersionRef.Latest()));
    assertParsed("ALTER MODEL c.s.m DROP VERSION 1", new DropVersions(M, false, List.of(1L)));
    assertParsed(
        "ALTER MODEL c.s.m DROP VERSION 1 PURGE", new DropVersions(M, false, List.of(1L), true));
    assertParsed("ALTER MODEL c.s.m UNDROP VERSION 3", new UndropVersion(M, 3));
    assertParsed(
        "ALTER MODEL c.s.m DROP VERSION IF EXISTS 2, 1",
        new DropVersions(M, true, List.of(2L, 1L)));
    assertParsed(
        "ALTER MODEL c.s.m VERSION 3 SET ALIAS = Prod",
        new SetAlias(M, new VersionRef.ByNumber(3), id("Prod")));
    assertParsed(
        "ALTER MODEL c.s.m VERSION `3` SET ALIAS `LATEST`",
        new SetAlias(M, alias("3"), id("LATEST")));
    assertParsed(
        "ALTER MODEL c.s.m VERSION \"latest\" SET ALIAS alias",
        new SetAlias(M, alias("latest"), id("alias")));
    assertParsed("ALTER MODEL c.s.m UNSET ALIAS a", new UnsetAlias(M, false, id("a")));
    assertParsed("ALTER MODEL c.s.m UNSET ALIAS IF EXISTS if", new UnsetAlias(M, true, id("if")));
  }

  @Test
  void commentsTagsAndOwners() {
    ObjectRef catalog = ObjectRef.of(ref(CATALOG, "c"));
    ObjectRef version = new ObjectRef(ref(MODEL, "m"), Optional.of(new VersionRef.ByNumber(3)));
    assertParsed("COMMENT ON CATALOG c IS NULL", new CommentOn(catalog, NONE));
    assertParsed("COMMENT ON MODEL m VERSION 3 IS ''", new CommentOn(version, Optional.of("")));
    assertParsed(
        "ALTER CATALOG c SET TAGS ('k'='v')",
        new SetTags(catalog, List.of(new TagAssignment("k", "v"))));
    assertParsed(
        "ALTER MODEL m VERSION 3 UNSET TAGS ('k', 'l')", new UnsetTags(version, List.of("k", "l")));
    assertParsed("SET TAG ON MODEL m VERSION 3 K", new SetTag(version, id("K"), NONE));
    assertParsed("SET TAG ON CATALOG c k = V", new SetTag(catalog, id("k"), Optional.of("V")));
    assertParsed(
        "SET TAG ON CATALOG c 'k l' = 'v w'", new SetTag(catalog, id("k l"), Optional.of("v w")));
    assertParsed(
        "SET TAG ON MODEL m version = version",
        new SetTag(ObjectRef.of(ref(MODEL, "m")), id("version"), Optional.of("version")));
    assertParsed("UNSET TAG ON MODEL m VERSION 3 k", new UnsetTag(version, id("k")));
    assertParsed("ALTER MODEL m OWNER TO `a b`", new TransferOwnership(ref(MODEL, "m"), id("a b")));
    assertParsed(
        "ALTER DATABASE c.s SET OWNER TO p", new TransferOwnership(ref(SCHEMA, "c", "s"), id("p")));
    assertParsed(
        "ALTER METASTORE SET OWNER TO p",
        new TransferOwnership(new SecurableRef(METASTORE, Optional.empty()), id("p")));
  }

  @Test
  void lookingAtObjects() {
    Optional<String> pattern = Optional.of("a*");
    assertParsed("SHOW CATALOGS", new ShowCatalogs(NONE));
    assertParsed("SHOW CATALOGS 'a*'", new ShowCatalogs(pattern));
    assertParsed("SHOW DATABASES", new ShowSchemas(Optional.empty(), NONE));
    assertParsed("SHOW SCHEMAS IN c 'a*'", new ShowSchemas(Optional.of(id("c")), pattern));
    assertParsed("SHOW FUNCTIONS", new ShowModels(Optional.empty(), NONE, NONE));
    assertParsed(
        "SHOW MODELS IN c.s LIKE 'a*'",
        new ShowModels(Optional.of(ref(SCHEMA, "c", "s")), pattern, NONE));
    assertParsed(
        "SHOW MODELS FROM CATALOG c", new ShowModels(Optional.of(ref(CATALOG, "c")), NONE, NONE));
    assertParsed(
        "SHOW MODELS IN catalog", new ShowModels(Optional.of(ref(SCHEMA, "catalog")), NONE, NONE));
    assertParsed("SHOW MODELS DROPPED", new ShowDroppedModels(Optional.empty()));
    assertParsed(
        "SHOW MODELS DROPPED IN c.s", new ShowDroppedModels(Optional.of(ref(SCHEMA, "c", "s"))));
    assertParsed("SHOW MODELS SEARCH 'a*'", new ShowModels(Optional.empty(), NONE, pattern));
    assertParsed("SHOW VERSIONS LIKE 'a*' IN MODEL c.s.m", new ShowVersions(M, pattern));
    assertParsed("SHOW VERSIONS IN model", new ShowVersions(QualifiedName.of("model"), NONE));
    assertParsed("SHOW ALIASES IN c.s.m", new ShowAliases(M));
    assertParsed("SHOW TAGS ON FUNCTION m", new ShowTags(ref(MODEL, "m")));
    assertParsed("SHOW CREATE MODEL c.s.m", new ShowCreateModel(M));
    assertParsed("DESC CATALOG c", new Describe(ObjectRef.of(ref(CATALOG, "c")), false));
    assertParsed(
        "DESCRIBE DATABASE EXTENDED s", new Describe(ObjectRef.of(ref(SCHEMA, "s")), true));
    assertParsed(
        "DESCRIBE MODEL extended VERSION version",
        new Describe(new ObjectRef(ref(MODEL, "extended"), Optional.of(alias("version"))), false));
  }

  @Test
  void privileges() {
    assertParsed(
        "GRANT ALL PRIVILEGES ON MODEL m TO p",
        new GrantPrivileges(Set.of(Privilege.ALL_PRIVILEGES), ref(MODEL, "m"), id("p")));
    assertParsed(
        "GRANT create_model, USE SCHEMA, Execute, EXECUTE ON DATABASE s TO `account users`",
        new GrantPrivileges(
            Set.of(Privilege.CREATE_MODEL, Privilege.USE_SCHEMA, Privilege.EXECUTE),
            ref(SCHEMA, "s"),
            id("account users")));
    assertParsed(
        "REVOKE CREATE MODEL VERSION ON CATALOG FROM p",
        new RevokePrivileges(
            Set.of(Privilege.CREATE_MODEL_VERSION),
            new SecurableRef(CATALOG, Optional.empty()),
            id("p")));
    for (Privilege privilege : Privilege.values()) {
      GrantPrivileges grant =
          new GrantPrivileges(
              Set.of(privilege), new SecurableRef(METASTORE, Optional.empty()), id("p"));
      assertParsed("GRANT " + privilege.sql() + " ON METASTORE TO p", grant);
      assertParsed("GRANT " + privilege.name() + " ON METASTORE TO p", grant);
    }
    assertParsed(
        "SHOW GRANTS ON MODEL m",
        new ShowGrants(Optional.empty(), ref(MODEL, "m"), Optional.empty()));
    assertParsed(
        "SHOW EFFECTIVE GRANTS p ON CATALOG AS OF '2026-11-29 03:00:00'",
        new ShowEffectiveGrants(
            Optional.of(id("p")),
            new SecurableRef(CATALOG, Optional.empty()),
            Optional.of(LocalDateTime.of(2026, 11, 29, 3, 0))));
  }

  @Test
  void principals() {
    assertParsed("CREATE USER u", new CreateUser(id("u"), Optional.empty()));
    assertParsed(
        "CREATE USER u WITH PASSWORD 'p''w'",
        new CreateUser(id("u"), Optional.of(new Secret("p'w"))));
    assertParsed(
        "ALTER USER u SET PASSWORD 'p'",
        new AlterUserPassword(id("u"), new Secret("p"), Optional.empty(), false));
    assertParsed(
        "ALTER USER u SET PASSWORD 'p' OLD PASSWORD 'o' KEEP TOKENS",
        new AlterUserPassword(id("u"), new Secret("p"), Optional.of(new Secret("o")), true));
    assertParsed(
        "ALTER USER u SET PASSWORD 'p' KEEP TOKENS OLD PASSWORD 'o'",
        new AlterUserPassword(id("u"), new Secret("p"), Optional.of(new Secret("o")), true));
    assertParsed("DROP USER `a@b`", new DropUser(id("a@b")));
    MemberRef u = new MemberRef(PrincipalKind.USER, id("u"));
    MemberRef user = new MemberRef(PrincipalKind.USER, id("user"));
    MemberRef h = new MemberRef(PrincipalKind.GROUP, id("h"));
    assertParsed("CREATE GROUP g", new CreateGroup(id("g"), false, List.of()));
    assertParsed("CREATE GROUP g EXTERNAL", new CreateGroup(id("g"), true, List.of()));
    assertParsed(
        "CREATE GROUP g WITH USER u, user GROUP h",
        new CreateGroup(id("g"), false, List.of(u, user, h)));
    assertParsed(
        "ALTER GROUP g ADD USER u, user GROUP h DROP USER u",
        new AlterGroup(
            id("g"),
            List.of(
                new MembershipChange(true, u),
                new MembershipChange(true, user),
                new MembershipChange(true, h),
                new MembershipChange(false, u))));
    assertParsed("DROP GROUP g", new DropGroup(id("g")));
    assertParsed("SHOW USERS LIKE 'a'", new ShowUsers(Optional.of("a")));
    assertParsed("SHOW GROUPS", new ShowGroups(Optional.empty(), NONE));
    assertParsed("SHOW GROUPS WITH GROUP h 'a'", new ShowGroups(Optional.of(h), Optional.of("a")));
  }

  @Test
  void tokens() {
    assertParsed("CREATE TOKEN", new CreateToken(Optional.empty(), Optional.empty()));
    assertParsed(
        "CREATE TOKEN LIFETIME 7 DAYS COMMENT 'x'",
        new CreateToken(Optional.of("x"), Optional.of(7L)));
    assertParsed("DROP TOKEN 7", new DropToken(7));
    assertParsed("SHOW TOKENS", new ShowTokens());
    assertParsed("SHOW SESSIONS", new ShowSessions());
    assertParsed("TERMINATE SESSION 0a1B", new TerminateSession("0a1B"));
    assertParsed("TERMINATE SESSION '0a1B'", new TerminateSession("0a1B"));
    assertParsed("TERMINATE SESSION 42", new TerminateSession("42"));
    assertParsed(
        "ALTER METASTORE SET RETENTION AUDIT 90 DAYS", new SetAuditRetention(Optional.of(90L)));
    assertParsed(
        "ALTER METASTORE SET RETENTION AUDIT FOREVER", new SetAuditRetention(Optional.empty()));
    assertParsed(
        "ALTER METASTORE SET RETENTION HISTORY 90 DAYS", new SetHistoryRetention(Optional.of(90L)));
    assertParsed(
        "ALTER METASTORE SET RETENTION HISTORY FOREVER", new SetHistoryRetention(Optional.empty()));
    assertParsed("ALTER METASTORE SET RETENTION DROPPED 0 DAYS", new SetDroppedRetention(0));
    assertParsed(
        "ALTER METASTORE PURGE HISTORY OF CATALOG c",
        new PurgeHistory(ref(CATALOG, "c"), new WholeHistory()));
    assertParsed(
        "ALTER METASTORE PURGE HISTORY OF SCHEMA c.s COMMENT",
        new PurgeHistory(ref(SCHEMA, "c", "s"), new CommentHistory()));
    assertParsed(
        "ALTER METASTORE PURGE HISTORY OF MODEL c.s.m TAG 'k'",
        new PurgeHistory(ref(MODEL, "c", "s", "m"), new TagHistory(Identifier.of("k"))));
  }

  @Test
  void transactions() {
    assertParsed("BEGIN", new StartTransaction());
    assertParsed("BEGIN TRANSACTION", new StartTransaction());
    assertParsed("START TRANSACTION", new StartTransaction());
    assertParsed("COMMIT", new CommitTransaction());
    assertParsed("ROLLBACK", new RollbackTransaction());
  }

  private static Identifier id(String name) {
    return Identifier.of(name);
  }

  private static VersionRef alias(String name) {
    return new VersionRef.ByAlias(id(name));
  }

  private static SecurableRef ref(SecurableType type, String... parts) {
    return SecurableRef.of(type, QualifiedName.of(parts));
  }
}
