package dev.vitrine.registry.model;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.securable.TagLimits;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.OptionalLong;

final class CreateModelTask implements Task<CreateModel, TaskResult> {
  @Override
  public TaskResult execute(CreateModel statement, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(statement.name());
    ResolvedObject schema = NewModels.requireSchema(model, statement.name(), context);
    if (model.visible()) {
      return AlreadyExists.answer(model, statement.ifNotExists(), statement.name().last());
    }
    long id =
        NewModels.create(
            model, schema, statement.name().last(), statement.comment().orElse(null), context);
    TagLimits.put(
        new Tagged(SecurableType.MODEL, id, OptionalLong.empty()), statement.tags(), context);
    return TaskResult.changed(1);
  }
}
