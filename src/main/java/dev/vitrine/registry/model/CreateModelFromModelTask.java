package dev.vitrine.registry.model;

import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.CreateModelFromModel;
import dev.vitrine.statement.tree.VersionRef;

final class CreateModelFromModelTask implements Task<CreateModelFromModel, TaskResult> {
  @Override
  public TaskResult execute(CreateModelFromModel statement, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(statement.name());
    ResolvedObject schema = NewModels.requireSchema(model, statement.name(), context);
    if (model.visible()) {
      return AlreadyExists.answer(model, statement.ifNotExists(), statement.name().last());
    }
    VersionCopy copy =
        VersionCopy.of(
            statement.source(), statement.version().orElseGet(VersionRef.Latest::new), context);
    long id =
        NewModels.create(
            model, schema, statement.name().last(), statement.comment().orElse(null), context);
    return copy.addTo(id, context);
  }
}
