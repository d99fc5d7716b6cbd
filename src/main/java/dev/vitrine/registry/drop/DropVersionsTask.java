package dev.vitrine.registry.drop;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;

final class DropVersionsTask implements Task<DropVersions, TaskResult> {
  @Override
  public TaskResult execute(DropVersions statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.DROP_VERSION, model);
    ListLimit.require(statement.versions(), "versions");
    context.lock(model);
    boolean restorable = Drops.restorable(statement.purge(), context);
    long dropped = 0;
    for (long version : statement.versions()) {
      if (context.versions().delete(model.id(), version, restorable, context.stamp())) {
        dropped++;
      } else if (!statement.ifExists()) {
        throw VersionNumbers.notFound(model, version);
      }
    }
    context.securables().touch(model.type(), model.id(), context.stamp());
    return TaskResult.changed(dropped);
  }
}
