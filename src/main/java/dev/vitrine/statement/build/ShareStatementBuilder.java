package dev.vitrine.statement.build;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser.ActivationOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.AddToShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CommentOnRecipientContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CommentOnShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateRecipientContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeRecipientContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropRecipientContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.GrantShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RecipientOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RemoveFromShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RevokeShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RotateRecipientTokenContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowAllInShareContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowRecipientGrantsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowRecipientsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowShareGrantsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowSharesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TransferRecipientContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TransferShareContext;
import dev.vitrine.statement.tree.QualifiedName;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Builds the statements on shares and recipients. */
final class ShareStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ShareStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitCreateShare(CreateShareContext statement) {
    return new CreateShare(
        clauses.name(statement.name()),
        statement.ifNotExists() != null,
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitAddToShare(AddToShareContext statement) {
    return new AddToShare(
        clauses.name(statement.name()),
        clauses.name(statement.added, SecurableType.MODEL),
        Optional.ofNullable(statement.sharedName)
            .map(name -> clauses.name(name, SecurableType.MODEL)));
  }

  @Override
  public Statement visitRemoveFromShare(RemoveFromShareContext statement) {
    QualifiedName model = clauses.name(statement.qualifiedName(), SecurableType.MODEL);
    return new RemoveFromShare(clauses.name(statement.name()), model);
  }

  @Override
  public Statement visitTransferShare(TransferShareContext statement) {
    return new TransferShare(clauses.name(statement.share), clauses.name(statement.owner));
  }

  @Override
  public Statement visitCommentOnShare(CommentOnShareContext statement) {
    return new CommentOnShare(
        clauses.name(statement.name()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitDropShare(DropShareContext statement) {
    return new DropShare(clauses.name(statement.name()), statement.ifExists() != null);
  }

  @Override
  public Statement visitGrantShare(GrantShareContext statement) {
    return new GrantShare(clauses.name(statement.share), clauses.name(statement.recipient));
  }

  @Override
  public Statement visitRevokeShare(RevokeShareContext statement) {
    return new RevokeShare(clauses.name(statement.share), clauses.name(statement.recipient));
  }

  @Override
  public Statement visitShowShares(ShowSharesContext statement) {
    return new ShowShares(clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowAllInShare(ShowAllInShareContext statement) {
    return new ShowAllInShare(clauses.name(statement.name()));
  }

  @Override
  public Statement visitShowShareGrants(ShowShareGrantsContext statement) {
    return new ShowShareGrants(clauses.name(statement.name()));
  }

  @Override
  public Statement visitDescribeShare(DescribeShareContext statement) {
    return new DescribeShare(clauses.name(statement.name()));
  }

  @Override
  public Statement visitCreateRecipient(CreateRecipientContext statement) {
    List<ActivationOptionContext> activation =
        statement.recipientOption().stream()
            .map(RecipientOptionContext::activationOption)
            .filter(Objects::nonNull)
            .toList();
    return new CreateRecipient(
        clauses.name(statement.name()),
        statement.ifNotExists() != null,
        clauses
            .once(statement.recipientOption(), VitrineSqlLexer.COMMENT)
            .map(RecipientOptionContext::string)
            .map(clauses::string),
        days(activation),
        endpoint(activation));
  }

  @Override
  public Statement visitRotateRecipientToken(RotateRecipientTokenContext statement) {
    return new RotateRecipientToken(
        clauses.name(statement.name()),
        days(statement.activationOption()),
        endpoint(statement.activationOption()));
  }

  @Override
  public Statement visitTransferRecipient(TransferRecipientContext statement) {
    return new TransferRecipient(clauses.name(statement.recipient), clauses.name(statement.owner));
  }

  @Override
  public Statement visitCommentOnRecipient(CommentOnRecipientContext statement) {
    return new CommentOnRecipient(
        clauses.name(statement.name()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitDropRecipient(DropRecipientContext statement) {
    return new DropRecipient(clauses.name(statement.name()), statement.ifExists() != null);
  }

  @Override
  public Statement visitShowRecipients(ShowRecipientsContext statement) {
    return new ShowRecipients(clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowRecipientGrants(ShowRecipientGrantsContext statement) {
    return new ShowRecipientGrants(clauses.name(statement.name()));
  }

  @Override
  public Statement visitDescribeRecipient(DescribeRecipientContext statement) {
    return new DescribeRecipient(clauses.name(statement.name()));
  }

  private Optional<Long> days(List<ActivationOptionContext> options) {
    return clauses
        .once(options, VitrineSqlLexer.EXPIRES)
        .map(ActivationOptionContext::number)
        .map(clauses::number);
  }

  private Optional<String> endpoint(List<ActivationOptionContext> options) {
    return clauses
        .once(options, VitrineSqlLexer.ENDPOINT)
        .map(ActivationOptionContext::string)
        .map(clauses::string);
  }
}
