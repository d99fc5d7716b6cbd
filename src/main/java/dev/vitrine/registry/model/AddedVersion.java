package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.registry.securable.TagLimits;
import dev.vitrine.registry.task.ImportedVersions;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.store.securable.FileSetRow;
import dev.vitrine.store.securable.TagDao.Tagged;
import dev.vitrine.store.securable.VersionRow;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A version that was added just now, READY or not. */
record AddedVersion(ResolvedObject model, long number) {
  /**
   * Adds the model's next version.
   *
   * @param files makes the set of its files, when the caller is known to be allowed to add it
   */
  static AddedVersion of(
      AddVersion statement,
      VersionStatus status,
      TaskContext context,
      Supplier<Optional<FileSetRow>> files) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.ADD_VERSION, model);
    if (statement.imported().isPresent()) {
      context.authorize(Operation.IMPORT_VERSION, model);
      context.authorize(Operation.IMPORT_VERSION, context.resolver().container(model));
    }
    VersionRow row =
        new VersionRow(
            status,
            Optional.of(Texts.SOURCE.check(statement.source())),
            Texts.RUN_ID.check(statement.runId()),
            Texts.SIGNATURE.check(statement.signature()),
            Texts.COMMENT.check(statement.comment()),
            files.get(),
            statement.imported().map(ImportedVersions::check));
    context.transaction().writing();
    row.imported().ifPresent(imported -> ImportedVersions.requireUnused(imported, model, context));
    long version = context.versions().insert(model.id(), row, context.stamp());
    TagLimits.put(
        new Tagged(model.type(), model.id(), OptionalLong.of(version)), statement.tags(), context);
    row.signature()
        .ifPresent(
            signature ->
                context
                    .versionContents()
                    .insertSignature(model.id(), version, signature, context.stamp()));
    VersionContent.addParams(model.id(), version, statement.params(), context);
    VersionContent.putMetrics(model.id(), version, statement.metrics(), context);
    Lineage.add(
        model.id(),
        version,
        statement.inputs().stream()
            .map(table -> new LineageSource(LineageSource.Kind.TABLE, table.toString()))
            .toList(),
        statement.runId(),
        context);
    return new AddedVersion(model, version);
  }
}
