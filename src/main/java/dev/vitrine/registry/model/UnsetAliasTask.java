package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;

final class UnsetAliasTask implements Task<UnsetAlias, TaskResult> {
  @Override
  public TaskResult execute(UnsetAlias statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.UNSET_ALIAS, model);
    context.lock(model);
    String alias = statement.alias().value();
    if (!context.versions().deleteAlias(model.id(), alias)) {
      if (statement.ifExists()) {
        return TaskResult.changed(0);
      }
      throw statement.alias().at(VersionNumbers.aliasNotFound(model, alias));
    }
    context.securables().touch(model.type(), model.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
