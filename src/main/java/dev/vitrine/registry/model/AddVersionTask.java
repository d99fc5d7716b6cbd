package dev.vitrine.registry.model;

import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;

/** Records a source, which is never opened, as the model's next version. */
final class AddVersionTask implements Task<AddVersion, TaskResult> {
  @Override
  public TaskResult execute(AddVersion statement, TaskContext context) {
    AddedVersion added =
        AddedVersion.of(
            statement,
            VersionStatus.READY,
            context,
            (model, row) ->
                new AddedVersion(
                    model, context.versions().insert(model.id(), row, context.stamp()), row));
    return TaskResult.createdVersion(added.number());
  }
}
