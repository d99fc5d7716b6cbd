package dev.vitrine.statement.format;

import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ShareStatement;
import dev.vitrine.statement.tree.ShareStatement.AddToShare;
import dev.vitrine.statement.tree.ShareStatement.CommentOnRecipient;
import dev.vitrine.statement.tree.ShareStatement.CommentOnShare;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.CreateShare;
import dev.vitrine.statement.tree.ShareStatement.DescribeRecipient;
import dev.vitrine.statement.tree.ShareStatement.DescribeShare;
import dev.vitrine.statement.tree.ShareStatement.DropRecipient;
import dev.vitrine.statement.tree.ShareStatement.DropShare;
import dev.vitrine.statement.tree.ShareStatement.GrantShare;
import dev.vitrine.statement.tree.ShareStatement.RemoveFromShare;
import dev.vitrine.statement.tree.ShareStatement.RevokeShare;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.statement.tree.ShareStatement.ShowAllInShare;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipientGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipients;
import dev.vitrine.statement.tree.ShareStatement.ShowShareGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowShares;
import dev.vitrine.statement.tree.ShareStatement.TransferRecipient;
import dev.vitrine.statement.tree.ShareStatement.TransferShare;
import dev.vitrine.statement.tree.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the statements on shares and recipients. */
final class ShareFormats {
  private static final String IF_EXISTS = "IF EXISTS";
  private static final String IF_NOT_EXISTS = "IF NOT EXISTS";
  private static final String SHARE = "SHARE";
  private static final String RECIPIENT = "RECIPIENT";

  /** The writer of each of these statements. */
  static final Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> CASES = cases();

  private ShareFormats() {}

  private static Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases() {
    Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases = new HashMap<>();
    on(cases, CreateShare.class, ShareFormats::createShare);
    on(cases, AddToShare.class, ShareFormats::addToShare);
    on(
        cases,
        RemoveFromShare.class,
        (sql, statement) ->
            alter(sql, SHARE, statement.share()).word("REMOVE MODEL").named(statement.model()));
    on(
        cases,
        TransferShare.class,
        (sql, statement) -> owner(sql, SHARE, statement.share(), statement.owner()));
    on(
        cases,
        CommentOnShare.class,
        (sql, statement) ->
            comment(sql, SHARE, statement.share(), statement.comment().orElse(null)));
    on(
        cases,
        DropShare.class,
        (sql, statement) -> drop(sql, SHARE, statement.name(), statement.ifExists()));
    on(
        cases,
        GrantShare.class,
        (sql, statement) ->
            sql.word("GRANT SELECT ON SHARE")
                .named(statement.share())
                .word("TO RECIPIENT")
                .named(statement.recipient()));
    on(
        cases,
        RevokeShare.class,
        (sql, statement) ->
            sql.word("REVOKE SELECT ON SHARE")
                .named(statement.share())
                .word("FROM RECIPIENT")
                .named(statement.recipient()));
    on(
        cases,
        ShowShares.class,
        (sql, statement) ->
            sql.word("SHOW SHARES").option("LIKE", statement.pattern().orElse(null)));
    on(
        cases,
        ShowAllInShare.class,
        (sql, statement) -> sql.word("SHOW ALL IN SHARE").named(statement.share()));
    on(
        cases,
        ShowShareGrants.class,
        (sql, statement) -> sql.word("SHOW GRANTS ON SHARE").named(statement.share()));
    on(
        cases,
        DescribeShare.class,
        (sql, statement) -> sql.word("DESCRIBE SHARE").named(statement.share()));
    on(cases, CreateRecipient.class, ShareFormats::createRecipient);
    on(
        cases,
        RotateRecipientToken.class,
        (sql, statement) ->
            activation(
                alter(sql, RECIPIENT, statement.recipient()).word("ROTATE TOKEN"),
                statement.days().orElse(null),
                statement.endpoint().orElse(null)));
    on(
        cases,
        TransferRecipient.class,
        (sql, statement) -> owner(sql, RECIPIENT, statement.recipient(), statement.owner()));
    on(
        cases,
        CommentOnRecipient.class,
        (sql, statement) ->
            comment(sql, RECIPIENT, statement.recipient(), statement.comment().orElse(null)));
    on(
        cases,
        DropRecipient.class,
        (sql, statement) -> drop(sql, RECIPIENT, statement.name(), statement.ifExists()));
    on(
        cases,
        ShowRecipients.class,
        (sql, statement) ->
            sql.word("SHOW RECIPIENTS").option("LIKE", statement.pattern().orElse(null)));
    on(
        cases,
        ShowRecipientGrants.class,
        (sql, statement) -> sql.word("SHOW GRANTS TO RECIPIENT").named(statement.recipient()));
    on(
        cases,
        DescribeRecipient.class,
        (sql, statement) -> sql.word("DESCRIBE RECIPIENT").named(statement.recipient()));
    return Map.copyOf(cases);
  }

  private static <T extends ShareStatement> void on(
      Map<Class<? extends Statement>, BiConsumer<SqlWriter, Statement>> cases,
      Class<T> kind,
      BiConsumer<SqlWriter, T> write) {
    cases.put(kind, (sql, statement) -> write.accept(sql, kind.cast(statement)));
  }

  private static void createShare(SqlWriter sql, CreateShare statement) {
    sql.word("CREATE SHARE")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .option("COMMENT", statement.comment().orElse(null));
  }

  private static void addToShare(SqlWriter sql, AddToShare statement) {
    alter(sql, SHARE, statement.share()).word("ADD MODEL").named(statement.model());
    statement.sharedName().ifPresent(name -> sql.word("AS").named(name));
  }

  private static void createRecipient(SqlWriter sql, CreateRecipient statement) {
    sql.word("CREATE RECIPIENT")
        .wordIf(statement.ifNotExists(), IF_NOT_EXISTS)
        .named(statement.name())
        .option("COMMENT", statement.comment().orElse(null));
    activation(sql, statement.days().orElse(null), statement.endpoint().orElse(null));
  }

  private static void activation(SqlWriter sql, @Nullable Long days, @Nullable String endpoint) {
    sql.wordIf(days != null, "EXPIRES AFTER " + days + " DAYS").option("ENDPOINT", endpoint);
  }

  private static SqlWriter alter(SqlWriter sql, String kind, Identifier name) {
    return sql.word("ALTER " + kind).named(name);
  }

  private static void owner(SqlWriter sql, String kind, Identifier name, Identifier owner) {
    alter(sql, kind, name).word("SET OWNER TO").named(owner);
  }

  private static void comment(
      SqlWriter sql, String kind, Identifier name, @Nullable String comment) {
    sql.word("COMMENT ON " + kind)
        .named(name)
        .word("IS")
        .word(comment == null ? "NULL" : SqlWriter.quoted(comment));
  }

  private static void drop(SqlWriter sql, String kind, Identifier name, boolean ifExists) {
    sql.word("DROP " + kind).wordIf(ifExists, IF_EXISTS).named(name);
  }
}
