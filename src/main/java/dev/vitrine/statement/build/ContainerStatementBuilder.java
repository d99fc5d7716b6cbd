package dev.vitrine.statement.build;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser;
import dev.vitrine.statement.generated.VitrineSqlParser.ContainerOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateSchemaContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropBehaviorContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropSchemaContext;
import dev.vitrine.statement.generated.VitrineSqlParser.StringContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UseCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UseSchemaContext;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Optional;

/** Builds the statements on catalogs and schemas. */
final class ContainerStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ContainerStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitCreateCatalog(CreateCatalogContext statement) {
    return new CreateCatalog(
        clauses.name(statement.name()),
        statement.ifNotExists() != null,
        option(statement.containerOption(), VitrineSqlParser.COMMENT).map(clauses::string),
        option(statement.containerOption(), VitrineSqlParser.MANAGED).map(clauses::string));
  }

  @Override
  public Statement visitCreateSchema(CreateSchemaContext statement) {
    return new CreateSchema(
        clauses.name(statement.qualifiedName(), SecurableType.SCHEMA),
        statement.ifNotExists() != null,
        option(statement.containerOption(), VitrineSqlParser.COMMENT).map(clauses::string),
        option(statement.containerOption(), VitrineSqlParser.MANAGED).map(clauses::string));
  }

  @Override
  public Statement visitDropCatalog(DropCatalogContext statement) {
    return new DropCatalog(
        clauses.name(statement.name()),
        statement.ifExists() != null,
        cascade(statement.dropBehavior()));
  }

  @Override
  public Statement visitDropSchema(DropSchemaContext statement) {
    return new DropSchema(
        clauses.name(statement.qualifiedName(), SecurableType.SCHEMA),
        statement.ifExists() != null,
        cascade(statement.dropBehavior()));
  }

  @Override
  public Statement visitUseCatalog(UseCatalogContext statement) {
    return new UseCatalog(clauses.name(statement.name()));
  }

  @Override
  public Statement visitUseSchema(UseSchemaContext statement) {
    return new UseSchema(clauses.name(statement.qualifiedName(), SecurableType.SCHEMA));
  }

  private Optional<StringContext> option(List<ContainerOptionContext> options, int keyword) {
    return clauses.once(options, keyword).map(ContainerOptionContext::string);
  }

  private static boolean cascade(DropBehaviorContext behavior) {
    return behavior != null && behavior.CASCADE() != null;
  }
}
