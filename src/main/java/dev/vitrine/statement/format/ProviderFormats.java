package dev.vitrine.statement.format;

import dev.vitrine.statement.tree.ProviderStatement;
import dev.vitrine.statement.tree.ProviderStatement.AlterProvider;
import dev.vitrine.statement.tree.ProviderStatement.CommentOnProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.DropProvider;
import dev.vitrine.statement.tree.ProviderStatement.RefreshCatalog;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviders;
import dev.vitrine.statement.tree.ProviderStatement.TransferProvider;
import dev.vitrine.statement.tree.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Writes the statements on providers and on catalogs that follow a share. */
final class ProviderFormats {
  /** The writer of each of these statements. */
  static final Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> CASES = cases();

  private ProviderFormats() {}

  private static Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases() {
    Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases = new HashMap<>();
    on(
        cases,
        CreateProvider.class,
        (sql, statement) ->
            sql.word("CREATE PROVIDER")
                .wordIf(statement.ifNotExists(), "IF NOT EXISTS")
                .named(statement.name())
                .word("USING TEXT")
                .secret(statement.activation())
                .option("COMMENT", statement.comment().orElse(null)));
    on(
        cases,
        AlterProvider.class,
        (sql, statement) ->
            sql.word("ALTER PROVIDER")
                .named(statement.provider())
                .word("USING TEXT")
                .secret(statement.activation()));
    on(
        cases,
        TransferProvider.class,
        (sql, statement) ->
            sql.word("ALTER PROVIDER")
                .named(statement.provider())
                .word("SET OWNER TO")
                .named(statement.owner()));
    on(
        cases,
        CommentOnProvider.class,
        (sql, statement) ->
            sql.word("COMMENT ON PROVIDER")
                .named(statement.provider())
                .word("IS")
                .word(statement.comment().map(SqlWriter::quoted).orElse("NULL")));
    on(
        cases,
        DropProvider.class,
        (sql, statement) ->
            sql.word("DROP PROVIDER")
                .wordIf(statement.ifExists(), "IF EXISTS")
                .named(statement.name()));
    on(
        cases,
        ShowProviders.class,
        (sql, statement) ->
            sql.word("SHOW PROVIDERS").option("LIKE", statement.pattern().orElse(null)));
    on(
        cases,
        ShowProviderShares.class,
        (sql, statement) -> sql.word("SHOW SHARES IN PROVIDER").named(statement.provider()));
    on(
        cases,
        DescribeProvider.class,
        (sql, statement) -> sql.word("DESCRIBE PROVIDER").named(statement.provider()));
    on(
        cases,
        CreateSharedCatalog.class,
        (sql, statement) ->
            sql.word("CREATE CATALOG")
                .wordIf(statement.ifNotExists(), "IF NOT EXISTS")
                .named(statement.name())
                .word("USING SHARE")
                .word(
                    SqlWriter.name(statement.provider()) + "." + SqlWriter.name(statement.share()))
                .option("COMMENT", statement.comment().orElse(null)));
    on(
        cases,
        RefreshCatalog.class,
        (sql, statement) -> sql.word("REFRESH CATALOG").named(statement.catalog()));
    return Map.copyOf(cases);
  }

  private static <T extends ProviderStatement> void on(
      Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases,
      Class<T> kind,
      BiConsumer<SqlWriter, T> write) {
    cases.put(kind, (sql, statement) -> write.accept(sql, kind.cast(statement)));
  }
}
