package dev.vitrine.statement.format;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Privilege;
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
import dev.vitrine.statement.tree.HistoryStatement.HistoryPart;
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;
import dev.vitrine.statement.tree.HistoryStatement.TagHistory;
import dev.vitrine.statement.tree.Imported;
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
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Writes statement records as SQL: one spelling a statement, which the parser reads back as the
 * same record.
 */
public final class StatementFormatter {
  private static final String IF_EXISTS = "IF EXISTS";
  private static final String IF_NOT_EXISTS = "IF NOT EXISTS";

  private static final Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> CASES =
      new HashMap<>();

  static {
    CASES.putAll(ShareFormats.CASES);
    CASES.putAll(ProviderFormats.CASES);
    on(AddVersion.class, StatementFormatter::addVersion);
    on(AlterGroup.class, StatementFormatter::alterGroup);
    on(AlterUserPassword.class, StatementFormatter::alterUserPassword);
    on(CommentOn.class, StatementFormatter::commentOn);
    on(CommitTransaction.class, (sql, statement) -> sql.word("COMMIT"));
    on(CopyVersion.class, StatementFormatter::copyVersion);
    on(CreateCatalog.class, StatementFormatter::createCatalog);
    on(CreateGroup.class, StatementFormatter::createGroup);
    on(CreateModel.class, StatementFormatter::createModel);
    on(CreateModelFromModel.class, StatementFormatter::createModelFromModel);
    on(CreateSchema.class, StatementFormatter::createSchema);
    on(CreateToken.class, StatementFormatter::createToken);
    on(CreateUser.class, StatementFormatter::createUser);
    on(Describe.class, StatementFormatter::describe);
    on(DropCatalog.class, StatementFormatter::dropCatalog);
    on(DropGroup.class, (sql, statement) -> sql.word("DROP GROUP").named(statement.name()));
    on(DropModel.class, StatementFormatter::dropModel);
    on(DropSchema.class, StatementFormatter::dropSchema);
    on(
        DropToken.class,
        (sql, statement) -> sql.word("DROP TOKEN").word(Long.toString(statement.tokenId())));
    on(DropUser.class, (sql, statement) -> sql.word("DROP USER").named(statement.name()));
    on(DropVersions.class, StatementFormatter::dropVersions);
    on(GrantPrivileges.class, StatementFormatter::grantPrivileges);
    on(PurgeHistory.class, StatementFormatter::purgeHistory);
    on(RenameModel.class, StatementFormatter::renameModel);
    on(RevokePrivileges.class, StatementFormatter::revokePrivileges);
    on(RollbackTransaction.class, (sql, statement) -> sql.word("ROLLBACK"));
    on(SetAlias.class, StatementFormatter::setAlias);
    on(SetAuditRetention.class, StatementFormatter::setAuditRetention);
    on(SetMetrics.class, StatementFormatter::setMetrics);
    on(SetDroppedRetention.class, StatementFormatter::setDroppedRetention);
    on(SetHistoryRetention.class, StatementFormatter::setHistoryRetention);
    on(SetTag.class, StatementFormatter::setTag);
    on(SetTags.class, StatementFormatter::setTags);
    on(
        ShowAliases.class,
        (sql, statement) -> {
          sql.word("SHOW ALIASES IN MODEL").named(statement.model());
          statement.asOf().ifPresent(sql::asOf);
        });
    on(
        ShowCatalogs.class,
        (sql, statement) ->
            sql.word("SHOW CATALOGS").option("LIKE", statement.pattern().orElse(null)));
    on(
        ShowCreateModel.class,
        (sql, statement) -> sql.word("SHOW CREATE MODEL").named(statement.model()));
    on(ShowDroppedModels.class, StatementFormatter::showDroppedModels);
    on(ShowEffectiveGrants.class, StatementFormatter::showEffectiveGrants);
    on(ShowGrants.class, StatementFormatter::showGrants);
    on(ShowGroups.class, StatementFormatter::showGroups);
    on(ShowModels.class, StatementFormatter::showModels);
    on(ShowSchemas.class, StatementFormatter::showSchemas);
    on(ShowSessions.class, (sql, statement) -> sql.word("SHOW SESSIONS"));
    on(
        ShowTags.class,
        (sql, statement) -> sql.word("SHOW TAGS ON").securable(statement.securable()));
    on(ShowTokens.class, (sql, statement) -> sql.word("SHOW TOKENS"));
    on(
        ShowUsers.class,
        (sql, statement) ->
            sql.word("SHOW USERS").option("LIKE", statement.pattern().orElse(null)));
    on(ShowVersions.class, StatementFormatter::showVersions);
    on(StartTransaction.class, (sql, statement) -> sql.word("BEGIN"));
    on(
        TerminateSession.class,
        (sql, statement) -> sql.word("TERMINATE SESSION").string(statement.sessionId()));
    on(TransferOwnership.class, StatementFormatter::transferOwnership);
    on(UndropModel.class, StatementFormatter::undropModel);
    on(UndropVersion.class, StatementFormatter::undropVersion);
    on(UnsetAlias.class, StatementFormatter::unsetAlias);
    on(UnsetTag.class, StatementFormatter::unsetTag);
    on(UnsetTags.class, StatementFormatter::unsetTags);
    on(UseCatalog.class, (sql, statement) -> sql.word("USE CATALOG").named(statement.catalog()));
    on(UseSchema.class, (sql, statement) -> sql.word("USE SCHEMA").named(statement.schema()));
  }

  private StatementFormatter() {}

  /** The statement as SQL, with asterisks for passwords: fit for a log. */
  public static String format(Statement statement) {
    return format(statement, false);
  }

  static String formatWithSecrets(Statement statement) {
    return format(statement, true);
  }

  /** The statements that can be written: all there are. */
  public static Set<Class<? extends Statement>> cases() {
    return Set.copyOf(CASES.keySet());
  }

  private static String format(Statement statement, boolean secrets) {
    SqlWriter sql = new SqlWriter(secrets);
    requireNonNull(CASES.get(statement.getClass())).accept(sql, statement);
    return sql.toString();
  }

  private static <T extends Statement> void on(Class<T> kind, BiConsumer<SqlWriter, T> write) {
    CASES.put(kind, (sql, statement) -> write.accept(sql, kind.cast(statement)));
  }

  private static void addVersion(SqlWriter sql, AddVersion statement) {
    sql.word("ALTER MODEL").named(statement.model()).word("ADD VERSION");
    statement.imported().map(Imported::version).map(String::valueOf).ifPresent(sql::word);
    sql.word("FROM")
        .string(statement.source())
        .option("RUN ID", statement.runId().orElse(null))
        .option("SIGNATURE", statement.signature().orElse(null))
        .option("COMMENT", statement.comment().orElse(null));
    if (!statement.tags().isEmpty()) {
      sql.tags(statement.tags());
    }
    if (!statement.inputs().isEmpty()) {
      sql.word("INPUTS").parenthesised(statement.inputs(), SqlWriter::name);
    }
    sql.params(statement.params()).metrics(statement.metrics());
    statement.imported().ifPresent(sql::imported);
  }

  private static void alterGroup(SqlWriter sql, AlterGroup statement) {
    sql.word("ALTER GROUP").named(statement.group());
    statement
        .changes()
        .forEach(change -> sql.word(change.add() ? "ADD" : "DROP").member(change.member()));
  }

  private static void alterUserPassword(SqlWriter sql, AlterUserPassword statement) {
    sql.word("ALTER USER")
        .named(statement.user())
        .word("SET PASSWORD")
        .secret(statement.password());
    statement.oldPassword().ifPresent(old -> sql.word("OLD PASSWORD").secret(old));
    sql.wordIf(statement.keepTokens(), "KEEP TOKENS");
  }

  private static void commentOn(SqlWriter sql, CommentOn statement) {
    sql.word("COMMENT ON")
        .object(statement.object())
        .word("IS")
        .word(statement.comment().map(SqlWriter::quoted).orElse("NULL"));
  }

  private static void copyVersion(SqlWriter sql, CopyVersion statement) {
    sql.word("ALTER MODEL")
        .named(statement.target())
        .word("ADD VERSION FROM MODEL")
        .named(statement.source())
        .version(statement.version());
  }

  private static void createCatalog(SqlWriter sql, CreateCatalog statement) {
    sql.word("CREATE CATALOG")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .option("COMMENT", statement.comment().orElse(null))
        .option("MANAGED LOCATION", statement.managedLocation().orElse(null));
  }

  private static void createGroup(SqlWriter sql, CreateGroup statement) {
    sql.word("CREATE GROUP")
        .named(statement.name())
        .wordIf(statement.external(), "EXTERNAL")
        .wordIf(!statement.members().isEmpty(), "WITH");
    statement.members().forEach(sql::member);
  }

  private static void createModel(SqlWriter sql, CreateModel statement) {
    sql.word("CREATE MODEL")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .option("COMMENT", statement.comment().orElse(null));
    if (!statement.tags().isEmpty()) {
      sql.tags(statement.tags());
    }
  }

  private static void createModelFromModel(SqlWriter sql, CreateModelFromModel statement) {
    sql.word("CREATE MODEL")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .word("FROM MODEL")
        .named(statement.source());
    statement.version().ifPresent(sql::version);
    sql.option("COMMENT", statement.comment().orElse(null));
  }

  private static void createSchema(SqlWriter sql, CreateSchema statement) {
    sql.word("CREATE SCHEMA")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .option("COMMENT", statement.comment().orElse(null))
        .option("MANAGED LOCATION", statement.managedLocation().orElse(null));
  }

  private static void createToken(SqlWriter sql, CreateToken statement) {
    sql.word("CREATE TOKEN").option("COMMENT", statement.comment().orElse(null));
    statement
        .lifetimeDays()
        .ifPresent(days -> sql.word("LIFETIME").word(Long.toString(days)).word("DAYS"));
  }

  private static void createUser(SqlWriter sql, CreateUser statement) {
    sql.word("CREATE USER").named(statement.name());
    statement.password().ifPresent(password -> sql.word("WITH PASSWORD").secret(password));
  }

  private static void describe(SqlWriter sql, Describe statement) {
    SecurableRef securable = statement.object().securable();
    sql.word("DESCRIBE").word(securable.type().name()).wordIf(statement.extended(), "EXTENDED");
    securable.name().ifPresent(sql::named);
    statement.object().version().ifPresent(sql::version);
    statement.asOf().ifPresent(sql::asOf);
  }

  private static void dropCatalog(SqlWriter sql, DropCatalog statement) {
    sql.word("DROP CATALOG")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .named(statement.name())
        .wordIf(statement.cascade(), "CASCADE");
  }

  private static void dropModel(SqlWriter sql, DropModel statement) {
    sql.word("DROP MODEL")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .named(statement.name())
        .wordIf(statement.restrict(), "RESTRICT")
        .wordIf(statement.purge(), "PURGE");
  }

  private static void dropSchema(SqlWriter sql, DropSchema statement) {
    sql.word("DROP SCHEMA")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .named(statement.name())
        .wordIf(statement.cascade(), "CASCADE");
  }

  private static void dropVersions(SqlWriter sql, DropVersions statement) {
    sql.word("ALTER MODEL")
        .named(statement.model())
        .word("DROP VERSION")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .list(statement.versions(), String::valueOf)
        .wordIf(statement.purge(), "PURGE");
  }

  private static void grantPrivileges(SqlWriter sql, GrantPrivileges statement) {
    sql.word("GRANT")
        .list(new TreeSet<>(statement.privileges()), Privilege::sql)
        .word("ON")
        .securable(statement.securable())
        .word("TO")
        .named(statement.principal());
  }

  private static void purgeHistory(SqlWriter sql, PurgeHistory statement) {
    sql.word("ALTER METASTORE PURGE HISTORY OF").securable(statement.object());
    HistoryPart part = statement.part();
    sql.wordIf(part instanceof CommentHistory, "COMMENT");
    if (part instanceof TagHistory tag) {
      sql.word("TAG").named(tag.key());
    }
  }

  private static void renameModel(SqlWriter sql, RenameModel statement) {
    sql.word("ALTER MODEL")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .named(statement.name())
        .word("RENAME TO")
        .named(statement.newName());
  }

  private static void revokePrivileges(SqlWriter sql, RevokePrivileges statement) {
    sql.word("REVOKE")
        .list(new TreeSet<>(statement.privileges()), Privilege::sql)
        .word("ON")
        .securable(statement.securable())
        .word("FROM")
        .named(statement.principal());
  }

  private static void setAlias(SqlWriter sql, SetAlias statement) {
    sql.word("ALTER MODEL")
        .named(statement.model())
        .version(statement.version())
        .word("SET ALIAS")
        .named(statement.alias());
  }

  private static void setAuditRetention(SqlWriter sql, SetAuditRetention statement) {
    sql.word("ALTER METASTORE SET RETENTION AUDIT")
        .word(statement.days().map(days -> days + " DAYS").orElse("FOREVER"));
  }

  private static void setMetrics(SqlWriter sql, SetMetrics statement) {
    sql.word("ALTER MODEL")
        .named(statement.model())
        .version(statement.version())
        .word("SET")
        .metrics(statement.metrics());
  }

  private static void setHistoryRetention(SqlWriter sql, SetHistoryRetention statement) {
    sql.word("ALTER METASTORE SET RETENTION HISTORY")
        .word(statement.days().map(days -> days + " DAYS").orElse("FOREVER"));
  }

  private static void setDroppedRetention(SqlWriter sql, SetDroppedRetention statement) {
    sql.word("ALTER METASTORE SET RETENTION DROPPED").word(statement.days() + " DAYS");
  }

  private static void setTag(SqlWriter sql, SetTag statement) {
    sql.word("SET TAG ON").object(statement.object()).named(statement.key());
    statement.value().ifPresent(value -> sql.word("=").string(value));
  }

  private static void setTags(SqlWriter sql, SetTags statement) {
    sql.word("ALTER").object(statement.object()).word("SET").tags(statement.tags());
  }

  private static void showDroppedModels(SqlWriter sql, ShowDroppedModels statement) {
    sql.word("SHOW MODELS DROPPED");
    statement.container().ifPresent(container -> sql.word("IN").securable(container));
  }

  private static void showGrants(SqlWriter sql, ShowGrants statement) {
    statement.principal().ifPresent(sql.word("SHOW GRANTS")::named);
    sql.word("ON").securable(statement.securable());
    statement.asOf().ifPresent(sql::asOf);
  }

  private static void showEffectiveGrants(SqlWriter sql, ShowEffectiveGrants statement) {
    statement.principal().ifPresent(sql.word("SHOW EFFECTIVE GRANTS")::named);
    sql.word("ON").securable(statement.securable());
    statement.asOf().ifPresent(sql::asOf);
  }

  private static void showGroups(SqlWriter sql, ShowGroups statement) {
    sql.word("SHOW GROUPS");
    statement.member().ifPresent(member -> sql.word("WITH").member(member));
    sql.option("LIKE", statement.pattern().orElse(null));
  }

  private static void showModels(SqlWriter sql, ShowModels statement) {
    sql.word("SHOW MODELS");
    statement.container().ifPresent(container -> sql.word("IN").securable(container));
    sql.option("LIKE", statement.pattern().orElse(null))
        .option("SEARCH", statement.search().orElse(null));
  }

  private static void showSchemas(SqlWriter sql, ShowSchemas statement) {
    sql.word("SHOW SCHEMAS");
    statement.catalog().ifPresent(catalog -> sql.word("IN").named(catalog));
    sql.option("LIKE", statement.pattern().orElse(null));
  }

  private static void showVersions(SqlWriter sql, ShowVersions statement) {
    sql.word("SHOW VERSIONS")
        .option("LIKE", statement.pattern().orElse(null))
        .word("IN MODEL")
        .named(statement.model());
  }

  private static void transferOwnership(SqlWriter sql, TransferOwnership statement) {
    sql.word("ALTER")
        .securable(statement.securable())
        .word("SET OWNER TO")
        .named(statement.owner());
  }

  private static void undropModel(SqlWriter sql, UndropModel statement) {
    sql.word("UNDROP MODEL").named(statement.name());
    statement.id().ifPresent(id -> sql.word("WITH ID").word(Long.toString(id)));
    statement.newName().ifPresent(name -> sql.word("AS").named(name));
  }

  private static void undropVersion(SqlWriter sql, UndropVersion statement) {
    sql.word("ALTER MODEL")
        .named(statement.model())
        .word("UNDROP VERSION")
        .word(Long.toString(statement.version()));
  }

  private static void unsetAlias(SqlWriter sql, UnsetAlias statement) {
    sql.word("ALTER MODEL")
        .named(statement.model())
        .word("UNSET ALIAS")
        .wordIf(statement.ifExists(), IF_EXISTS)
        .named(statement.alias());
  }

  private static void unsetTag(SqlWriter sql, UnsetTag statement) {
    sql.word("UNSET TAG ON").object(statement.object()).named(statement.key());
  }

  private static void unsetTags(SqlWriter sql, UnsetTags statement) {
    sql.word("ALTER")
        .object(statement.object())
        .word("UNSET TAGS")
        .parenthesised(statement.keys(), SqlWriter::quoted);
  }
}
