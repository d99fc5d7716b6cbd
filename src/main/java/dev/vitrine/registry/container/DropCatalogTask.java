package dev.vitrine.registry.container;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;

final class DropCatalogTask implements Task<DropCatalog, TaskResult> {
  @Override
  public TaskResult execute(DropCatalog statement, TaskContext context) {
    ResolvedObject catalog = context.resolver().lookCatalog(statement.name());
    if (statement.ifExists() && !catalog.visible()) {
      return TaskResult.changed(0);
    }
    context.require(catalog, statement.name());
    context.authorize(Operation.DROP, catalog);
    Containers.drop(catalog, statement.cascade(), context);
    return TaskResult.changed(1);
  }
}
