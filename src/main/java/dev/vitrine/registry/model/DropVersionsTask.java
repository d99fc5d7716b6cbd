package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.Target;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;

public final class DropVersionsTask implements Task<DropVersions> {
  @Override
  public TaskResult execute(DropVersions statement, TaskContext context) {
    Target model = context.requireModel(statement.model());
    context.authorize(Operation.DROP_VERSION, model);
    ListLimit.require(statement.versions(), "versions");
    context.transaction().writing();
    context.transaction().securables().lock(model.type(), model.id());
    long dropped = 0;
    for (long version : statement.versions()) {
      if (context.transaction().versions().delete(model.id(), version)) {
        dropped++;
      } else if (!statement.ifExists()) {
        throw VersionNumbers.notFound(model, version);
      }
    }
    context.transaction().securables().touch(model.type(), model.id(), context.stamp());
    return TaskResult.changed(dropped);
  }
}
