package dev.vitrine.statement.build;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser.ActivationContext;
import dev.vitrine.statement.generated.VitrineSqlParser.AlterProviderContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CommentOnProviderContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateProviderContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateSharedCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeProviderContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropProviderContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RefreshCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowProviderSharesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowProvidersContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TransferProviderContext;
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
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.Statement;
import java.util.Optional;

/** Builds the statements on providers and on catalogs that follow a share. */
final class ProviderStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ProviderStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitCreateProvider(CreateProviderContext statement) {
    return new CreateProvider(
        clauses.name(statement.name()),
        statement.ifNotExists() != null,
        activation(statement.activation()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitAlterProvider(AlterProviderContext statement) {
    return new AlterProvider(clauses.name(statement.name()), activation(statement.activation()));
  }

  @Override
  public Statement visitTransferProvider(TransferProviderContext statement) {
    return new TransferProvider(clauses.name(statement.provider), clauses.name(statement.owner));
  }

  @Override
  public Statement visitCommentOnProvider(CommentOnProviderContext statement) {
    return new CommentOnProvider(
        clauses.name(statement.name()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitDropProvider(DropProviderContext statement) {
    return new DropProvider(clauses.name(statement.name()), statement.ifExists() != null);
  }

  @Override
  public Statement visitShowProviders(ShowProvidersContext statement) {
    return new ShowProviders(clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowProviderShares(ShowProviderSharesContext statement) {
    return new ShowProviderShares(clauses.name(statement.name()));
  }

  @Override
  public Statement visitDescribeProvider(DescribeProviderContext statement) {
    return new DescribeProvider(clauses.name(statement.name()));
  }

  @Override
  public Statement visitCreateSharedCatalog(CreateSharedCatalogContext statement) {
    return new CreateSharedCatalog(
        clauses.name(statement.catalog),
        statement.ifNotExists() != null,
        clauses.name(statement.provider),
        clauses.name(statement.share),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitRefreshCatalog(RefreshCatalogContext statement) {
    return new RefreshCatalog(clauses.name(statement.name()));
  }

  /** A file would be one of the server's machine, which a user must not read. */
  private Secret activation(ActivationContext activation) {
    if (activation.FILE() != null) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "Only the shell of Vitrine reads an activation file.")
          .withPosition(clauses.position(activation))
          .withHint("Pass the content of the file with USING TEXT, preferably as a parameter.");
    }
    return new Secret(clauses.string(activation.string()));
  }
}
