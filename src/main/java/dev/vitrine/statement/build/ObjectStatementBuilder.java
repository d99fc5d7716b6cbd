package dev.vitrine.statement.build;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser.CommentOnContext;
import dev.vitrine.statement.generated.VitrineSqlParser.PurgeHistoryContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetAuditRetentionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetDroppedRetentionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetHistoryRetentionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetTagContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetTagsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TagKeyContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TagValueContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TransferOwnershipContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UnsetTagContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UnsetTagsContext;
import dev.vitrine.statement.tree.AccountStatement.SetAuditRetention;
import dev.vitrine.statement.tree.HistoryStatement.CommentHistory;
import dev.vitrine.statement.tree.HistoryStatement.HistoryPart;
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;
import dev.vitrine.statement.tree.HistoryStatement.TagHistory;
import dev.vitrine.statement.tree.HistoryStatement.WholeHistory;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.Statement;
import java.util.Optional;

/** Builds the statements on objects of every kind: comments, tags, owners. */
final class ObjectStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ObjectStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitCommentOn(CommentOnContext statement) {
    return new CommentOn(
        clauses.object(statement.versionedObject()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitSetTags(SetTagsContext statement) {
    return new SetTags(
        clauses.object(statement.versionedObject()), clauses.tags(statement.tagList()));
  }

  @Override
  public Statement visitUnsetTags(UnsetTagsContext statement) {
    return new UnsetTags(
        clauses.object(statement.versionedObject()),
        statement.string().stream().map(clauses::string).toList());
  }

  @Override
  public Statement visitSetTag(SetTagContext statement) {
    return new SetTag(
        clauses.object(statement.versionedObject()),
        key(statement.tagKey()),
        Optional.ofNullable(statement.tagValue()).map(this::value));
  }

  @Override
  public Statement visitUnsetTag(UnsetTagContext statement) {
    return new UnsetTag(clauses.object(statement.versionedObject()), key(statement.tagKey()));
  }

  @Override
  public Statement visitTransferOwnership(TransferOwnershipContext statement) {
    SecurableRef securable =
        statement.object() == null
            ? new SecurableRef(SecurableType.METASTORE, Optional.empty())
            : clauses.securable(statement.object());
    return new TransferOwnership(securable, clauses.name(statement.name()));
  }

  @Override
  public Statement visitSetAuditRetention(SetAuditRetentionContext statement) {
    return new SetAuditRetention(Optional.ofNullable(statement.number()).map(clauses::number));
  }

  @Override
  public Statement visitSetHistoryRetention(SetHistoryRetentionContext statement) {
    return new SetHistoryRetention(Optional.ofNullable(statement.number()).map(clauses::number));
  }

  @Override
  public Statement visitSetDroppedRetention(SetDroppedRetentionContext statement) {
    return new SetDroppedRetention(clauses.number(statement.number()));
  }

  @Override
  public Statement visitPurgeHistory(PurgeHistoryContext statement) {
    return new PurgeHistory(clauses.securable(statement.object()), part(statement));
  }

  private HistoryPart part(PurgeHistoryContext statement) {
    if (statement.COMMENT() != null) {
      return new CommentHistory();
    }
    return statement.tagKey() == null
        ? new WholeHistory()
        : new TagHistory(key(statement.tagKey()));
  }

  private Identifier key(TagKeyContext key) {
    return key.name() == null
        ? new Identifier(clauses.string(key.string()), Optional.of(clauses.position(key)))
        : clauses.name(key.name());
  }

  private String value(TagValueContext value) {
    return value.name() == null
        ? clauses.string(value.string())
        : clauses.name(value.name()).value();
  }
}
