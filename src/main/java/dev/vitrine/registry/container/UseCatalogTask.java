package dev.vitrine.registry.container;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;

/** A new catalog has only the virtual schema, which becomes current. */
final class UseCatalogTask implements Task<UseCatalog, TaskResult> {
  @Override
  public TaskResult execute(UseCatalog statement, TaskContext context) {
    ResolvedObject catalog =
        context.require(context.resolver().lookCatalog(statement.catalog()), statement.catalog());
    return new TaskResult.CurrentSchema(catalog.fullName(), Resolver.INFORMATION_SCHEMA);
  }
}
