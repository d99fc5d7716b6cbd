package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.Target;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.DropModel;

public final class DropModelTask implements Task<DropModel> {
  @Override
  public TaskResult execute(DropModel statement, TaskContext context) {
    Target model = context.resolver().lookModel(statement.name());
    if (statement.ifExists() && !model.visible()) {
      return TaskResult.changed(0);
    }
    context.require(model, statement.name().position());
    context.authorize(Operation.DROP_MODEL, model);
    context.transaction().writing();
    context.transaction().securables().lock(model.type(), model.id());
    if (statement.restrict() && context.transaction().versions().any(model.id())) {
      throw new VitrineException(
              ErrorCode.MODEL_NOT_EMPTY, "Model '" + model.fullName() + "' has versions.")
          .withHint("Drop the versions first, or leave RESTRICT out.");
    }
    context.transaction().securables().delete(model.type(), model.id());
    return TaskResult.changed(1);
  }
}
