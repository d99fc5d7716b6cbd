package dev.vitrine.statement.build;

import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser.CommitTransactionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RollbackTransactionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SingleStatementContext;
import dev.vitrine.statement.generated.VitrineSqlParser.StartTransactionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.StatementContext;
import dev.vitrine.statement.text.StatementText;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;

/**
 * Turns a parse tree into a statement record. Each larger section of the grammar has its own
 * builder.
 */
public final class StatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final StatementText source;
  private final ClauseBuilder clauses;

  public StatementBuilder(StatementText source, ParameterSource parameters) {
    this.source = source;
    this.clauses = new ClauseBuilder(source, parameters);
  }

  public Statement build(SingleStatementContext tree) {
    return visitStatement(tree.statement());
  }

  @Override
  public Statement visitStatement(StatementContext section) {
    if (section.containerStatement() != null) {
      return new ContainerStatementBuilder(clauses).visit(section.containerStatement());
    }
    if (section.modelStatement() != null) {
      return new ModelStatementBuilder(clauses).visit(section.modelStatement());
    }
    if (section.objectStatement() != null) {
      return new ObjectStatementBuilder(clauses).visit(section.objectStatement());
    }
    if (section.showStatement() != null) {
      return new ShowStatementBuilder(clauses).visit(section.showStatement());
    }
    if (section.securityStatement() != null) {
      return new SecurityStatementBuilder(clauses).visit(section.securityStatement());
    }
    if (section.shareStatement() != null) {
      return new ShareStatementBuilder(clauses).visit(section.shareStatement());
    }
    if (section.providerStatement() != null) {
      return new ProviderStatementBuilder(clauses).visit(section.providerStatement());
    }
    if (section.refusedStatement() != null) {
      throw new Refusals(source).visit(section.refusedStatement());
    }
    return visit(section.transactionStatement());
  }

  @Override
  public Statement visitStartTransaction(StartTransactionContext statement) {
    return new StartTransaction();
  }

  @Override
  public Statement visitCommitTransaction(CommitTransactionContext statement) {
    return new CommitTransaction();
  }

  @Override
  public Statement visitRollbackTransaction(RollbackTransactionContext statement) {
    return new RollbackTransaction();
  }
}
