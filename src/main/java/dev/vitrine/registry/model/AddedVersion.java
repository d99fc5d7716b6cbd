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
import dev.vitrine.store.securable.TagDao.Tagged;
import dev.vitrine.store.securable.VersionRow;
import java.util.Optional;
import java.util.OptionalLong;

/** A version that was added just now, READY or not. */
record AddedVersion(ResolvedObject model, long number, VersionRow row) {
  /** Inserts the row of a version. */
  @FunctionalInterface
  interface Insertion {
    /**
     * Inserts it.
     *
     * @return its number, with the row as it was inserted
     */
    AddedVersion insert(ResolvedObject model, VersionRow row);
  }

  /**
   * Adds the model's next version.
   *
   * @param insertion runs when the caller is known to be allowed to add it
   */
  static AddedVersion of(
      AddVersion statement, VersionStatus status, TaskContext context, Insertion insertion) {
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
            statement.runId().map(Texts.RUN_ID::check),
            statement.signature().map(Texts.SIGNATURE::check),
            statement.comment().map(Texts.COMMENT::check),
            Optional.empty(),
            statement.imported().map(ImportedVersions::check));
    context.transaction().writing();
    row.imported().ifPresent(imported -> ImportedVersions.requireUnused(imported, model, context));
    AddedVersion added = insertion.insert(model, row);
    long version = added.number();
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
        statement.runId().orElse(null),
        context);
    return added;
  }
}
