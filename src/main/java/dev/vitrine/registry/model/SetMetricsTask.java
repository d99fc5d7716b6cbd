package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ModelStatement.SetMetrics;

final class SetMetricsTask implements Task<SetMetrics, TaskResult> {
  @Override
  public TaskResult execute(SetMetrics statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.SET_METRICS, model);
    context.lock(model);
    long version = VersionNumbers.resolve(statement.version(), model, context);
    VersionContent.putMetrics(model.id(), version, statement.metrics(), context);
    context.versions().touch(model.id(), version, context.stamp());
    return TaskResult.changed(statement.metrics().size());
  }
}
