package dev.vitrine.statement.build;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.generated.VitrineSqlBaseVisitor;
import dev.vitrine.statement.generated.VitrineSqlParser;
import dev.vitrine.statement.generated.VitrineSqlParser.AddVersionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CopyVersionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.CreateModelFromModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.DropVersionsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ModelOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.QualifiedNameContext;
import dev.vitrine.statement.generated.VitrineSqlParser.RenameModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetAliasContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SetMetricsContext;
import dev.vitrine.statement.generated.VitrineSqlParser.StringContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UndropModelContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UndropVersionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.UnsetAliasContext;
import dev.vitrine.statement.generated.VitrineSqlParser.VersionOptionContext;
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
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Optional;

/** Builds the statements on models, their versions and aliases. */
final class ModelStatementBuilder extends VitrineSqlBaseVisitor<Statement> {
  private final ClauseBuilder clauses;

  ModelStatementBuilder(ClauseBuilder clauses) {
    this.clauses = clauses;
  }

  @Override
  public Statement visitCreateModel(CreateModelContext statement) {
    List<ModelOptionContext> options = statement.modelOption();
    return new CreateModel(
        model(statement.qualifiedName()),
        statement.ifNotExists() != null,
        clauses
            .once(options, VitrineSqlParser.COMMENT)
            .map(ModelOptionContext::string)
            .map(clauses::string),
        clauses
            .once(options, VitrineSqlParser.TAGS)
            .map(ModelOptionContext::tagList)
            .map(clauses::tags)
            .orElse(List.of()));
  }

  @Override
  public Statement visitCreateModelFromModel(CreateModelFromModelContext statement) {
    return new CreateModelFromModel(
        model(statement.target),
        statement.ifNotExists() != null,
        model(statement.source),
        Optional.ofNullable(statement.versionRef()).map(clauses::version),
        Optional.ofNullable(statement.string()).map(clauses::string));
  }

  @Override
  public Statement visitDropModel(DropModelContext statement) {
    return new DropModel(
        model(statement.qualifiedName()),
        statement.ifExists() != null,
        statement.dropBehavior() != null && statement.dropBehavior().RESTRICT() != null,
        statement.PURGE() != null);
  }

  @Override
  public Statement visitUndropModel(UndropModelContext statement) {
    return new UndropModel(
        model(statement.from),
        Optional.ofNullable(statement.number()).map(clauses::number),
        Optional.ofNullable(statement.to).map(this::model));
  }

  @Override
  public Statement visitRenameModel(RenameModelContext statement) {
    return new RenameModel(
        model(statement.from), statement.ifExists() != null, model(statement.to));
  }

  @Override
  public Statement visitAddVersion(AddVersionContext statement) {
    List<VersionOptionContext> options = statement.versionOption();
    return new AddVersion(
        model(statement.qualifiedName()),
        clauses.string(statement.string()),
        option(options, VitrineSqlParser.RUN).map(clauses::string),
        option(options, VitrineSqlParser.SIGNATURE).map(clauses::string),
        option(options, VitrineSqlParser.COMMENT).map(clauses::string),
        clauses
            .once(options, VitrineSqlParser.TAGS)
            .map(VersionOptionContext::tagList)
            .map(clauses::tags)
            .orElse(List.of()),
        clauses
            .once(options, VitrineSqlParser.INPUTS)
            .map(inputs -> inputs.qualifiedName().stream().map(clauses::tableName).toList())
            .orElse(List.of()),
        clauses.params(
            clauses
                .once(options, VitrineSqlParser.PARAMS)
                .map(params -> params.tagList().tag())
                .orElse(List.of())),
        clauses.metrics(
            clauses
                .once(options, VitrineSqlParser.METRICS)
                .map(metrics -> metrics.metricList().metric())
                .orElse(List.of())),
        clauses.imported(statement));
  }

  @Override
  public Statement visitCopyVersion(CopyVersionContext statement) {
    return new CopyVersion(
        model(statement.target), model(statement.source), clauses.version(statement.versionRef()));
  }

  @Override
  public Statement visitDropVersions(DropVersionsContext statement) {
    return new DropVersions(
        model(statement.qualifiedName()),
        statement.ifExists() != null,
        statement.number().stream().map(clauses::versionNumber).toList(),
        statement.PURGE() != null);
  }

  @Override
  public Statement visitUndropVersion(UndropVersionContext statement) {
    return new UndropVersion(
        model(statement.qualifiedName()), clauses.versionNumber(statement.number()));
  }

  @Override
  public Statement visitSetAlias(SetAliasContext statement) {
    return new SetAlias(
        model(statement.qualifiedName()),
        clauses.version(statement.versionRef()),
        clauses.name(statement.name()));
  }

  @Override
  public Statement visitSetMetrics(SetMetricsContext statement) {
    return new SetMetrics(
        model(statement.qualifiedName()),
        clauses.version(statement.versionRef()),
        clauses.metrics(statement.metricList().metric()));
  }

  @Override
  public Statement visitUnsetAlias(UnsetAliasContext statement) {
    return new UnsetAlias(
        model(statement.qualifiedName()),
        statement.ifExists() != null,
        clauses.name(statement.name()));
  }

  private QualifiedName model(QualifiedNameContext name) {
    return clauses.name(name, SecurableType.MODEL);
  }

  private Optional<StringContext> option(List<VersionOptionContext> options, int keyword) {
    return clauses.once(options, keyword).map(VersionOptionContext::string);
  }
}
