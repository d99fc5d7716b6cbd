package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import dev.vitrine.store.securable.TagDao;
import dev.vitrine.store.securable.TagDao.Tagged;
import dev.vitrine.store.securable.VersionRow;
import java.util.Optional;
import java.util.OptionalLong;

/** A version that is to be copied: its source is resolved and the right to read it checked. */
record VersionCopy(ResolvedObject source, long version, VersionRow row) {
  /**
   * @throws VitrineException when the version does not exist, is not READY, or its files may not be
   *     read by the caller
   */
  static VersionCopy of(QualifiedName name, VersionRef reference, TaskContext context) {
    ResolvedObject source = context.resolver().require(context.resolver().lookModel(name), name);
    context.authorize(Operation.READ_FILES, source);
    if (source.shared()) {
      // The copy would have files that the provider can withdraw.
      throw name.at(TaskContext.readOnly(source));
    }
    long version = VersionNumbers.resolve(reference, source, context);
    VersionRow row =
        context
            .versions()
            .find(source.id(), version)
            .orElseThrow(() -> VersionNumbers.notFound(source, version));
    if (row.status() != VersionStatus.READY) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "Version " + version + " of model '" + source.fullName() + "' is not READY.")
          .withHint("Only READY versions can be copied; it is " + row.status() + ".");
    }
    return new VersionCopy(source, version, row);
  }

  /**
   * Adds the copy to a model whose row is locked.
   *
   * @return its version number
   */
  TaskResult addTo(long modelId, TaskContext context) {
    VersionRow copy =
        new VersionRow(
            VersionStatus.READY,
            Optional.of("models:/" + source.fullName() + "/" + version),
            row.runId(),
            row.signature(),
            row.comment(),
            // Both have the same files from now on, which cannot change any more.
            row.files(),
            Optional.empty());
    long number = context.versions().insert(modelId, copy, context.stamp());
    TagDao tags = context.tags();
    Tagged target = new Tagged(source.type(), modelId, OptionalLong.of(number));
    tags.put(target, tags.all(new Tagged(source.type(), source.id(), OptionalLong.of(version))));
    context.versionContents().copy(source.id(), version, modelId, number, context.stamp());
    return TaskResult.createdVersion(number);
  }
}
