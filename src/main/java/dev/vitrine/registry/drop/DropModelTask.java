package dev.vitrine.registry.drop;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.DropModel;

final class DropModelTask implements Task<DropModel, TaskResult> {
  @Override
  public TaskResult execute(DropModel statement, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(statement.name());
    if (statement.ifExists() && !model.visible()) {
      return TaskResult.changed(0);
    }
    context.require(model, statement.name());
    context.authorize(Operation.DROP, model);
    context.lock(model);
    if (statement.restrict() && context.versions().any(model.id())) {
      throw new VitrineException(
              ErrorCode.MODEL_NOT_EMPTY, "Model '" + model.fullName() + "' has versions.")
          .withHint("Drop the versions first, or leave RESTRICT out.");
    }
    context
        .securables()
        .dropModel(model.id(), Drops.restorable(statement.purge(), context), context.stamp());
    return TaskResult.changed(1);
  }
}
