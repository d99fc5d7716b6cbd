package dev.vitrine.statement.build;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser.ContainerContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeCatalogContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeMetastoreContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DescribeSchemaContext;
import dev.vitrine.statement.generated.VitrineSqlParser.QualifiedNameContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowAliasesContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowCatalogsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowCreateModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowDroppedModelsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowGrantsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowGroupsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowModelsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowSchemasContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowSessionsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowTagsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowTokensContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowUsersContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ShowVersionsContext;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Builds SHOW and DESCRIBE. */
final class ShowStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ShowStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitShowCatalogs(ShowCatalogsContext statement) {
    return new ShowCatalogs(clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowSchemas(ShowSchemasContext statement) {
    return new ShowSchemas(
        Optional.ofNullable(statement.name()).map(clauses::name),
        clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowModels(ShowModelsContext statement) {
    return new ShowModels(
        Optional.ofNullable(statement.container()).map(this::container),
        clauses.pattern(statement.pattern()),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitShowDroppedModels(ShowDroppedModelsContext statement) {
    return new ShowDroppedModels(Optional.ofNullable(statement.container()).map(this::container));
  }

  @Override
  public Statement visitShowVersions(ShowVersionsContext statement) {
    return new ShowVersions(model(statement.qualifiedName()), clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowAliases(ShowAliasesContext statement) {
    return new ShowAliases(model(statement.qualifiedName()), clauses.time(statement.asOf()));
  }

  @Override
  public Statement visitShowTags(ShowTagsContext statement) {
    return new ShowTags(clauses.securable(statement.object()));
  }

  @Override
  public Statement visitShowCreateModel(ShowCreateModelContext statement) {
    return new ShowCreateModel(model(statement.qualifiedName()));
  }

  @Override
  public Statement visitShowGrants(ShowGrantsContext statement) {
    Optional<Identifier> principal = Optional.ofNullable(statement.name()).map(clauses::name);
    SecurableRef securable = clauses.securable(statement.securable());
    Optional<LocalDateTime> asOf = clauses.time(statement.asOf());
    return statement.EFFECTIVE() == null
        ? new ShowGrants(principal, securable, asOf)
        : new ShowEffectiveGrants(principal, securable, asOf);
  }

  @Override
  public Statement visitShowUsers(ShowUsersContext statement) {
    return new ShowUsers(clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowGroups(ShowGroupsContext statement) {
    return new ShowGroups(
        Optional.ofNullable(statement.member()).map(clauses::member),
        clauses.pattern(statement.pattern()));
  }

  @Override
  public Statement visitShowTokens(ShowTokensContext statement) {
    return new ShowTokens();
  }

  @Override
  public Statement visitShowSessions(ShowSessionsContext statement) {
    return new ShowSessions();
  }

  @Override
  public Statement visitDescribeMetastore(DescribeMetastoreContext statement) {
    SecurableRef metastore = new SecurableRef(SecurableType.METASTORE, Optional.empty());
    return new Describe(ObjectRef.of(metastore), statement.EXTENDED() != null);
  }

  @Override
  public Statement visitDescribeCatalog(DescribeCatalogContext statement) {
    SecurableRef catalog =
        SecurableRef.of(
            SecurableType.CATALOG, new QualifiedName(List.of(clauses.name(statement.name()))));
    return new Describe(ObjectRef.of(catalog), statement.EXTENDED() != null);
  }

  @Override
  public Statement visitDescribeSchema(DescribeSchemaContext statement) {
    SecurableRef schema =
        SecurableRef.of(
            SecurableType.SCHEMA, clauses.name(statement.qualifiedName(), SecurableType.SCHEMA));
    return new Describe(ObjectRef.of(schema), statement.EXTENDED() != null);
  }

  @Override
  public Statement visitDescribeModel(DescribeModelContext statement) {
    SecurableRef model = SecurableRef.of(SecurableType.MODEL, model(statement.qualifiedName()));
    ObjectRef described =
        new ObjectRef(model, Optional.ofNullable(statement.versionRef()).map(clauses::version));
    return new Describe(described, statement.EXTENDED() != null, clauses.time(statement.asOf()));
  }

  private QualifiedName model(QualifiedNameContext name) {
    return clauses.name(name, SecurableType.MODEL);
  }

  /** Without a keyword, a container of models is a schema. */
  private SecurableRef container(ContainerContext container) {
    if (container.name() != null) {
      Identifier catalog = clauses.name(container.name());
      return SecurableRef.of(SecurableType.CATALOG, new QualifiedName(List.of(catalog)));
    }
    return SecurableRef.of(
        SecurableType.SCHEMA, clauses.name(container.qualifiedName(), SecurableType.SCHEMA));
  }
}
