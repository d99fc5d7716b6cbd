package dev.vitrine.registry.container;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;

final class CreateCatalogTask implements Task<CreateCatalog, TaskResult> {
  @Override
  public TaskResult execute(CreateCatalog statement, TaskContext context) {
    ResolvedObject target = context.resolver().lookCatalog(statement.name());
    if (target.visible()) {
      return AlreadyExists.answer(target, statement.ifNotExists(), statement.name());
    }
    context.authorize(Operation.CREATE_CATALOG, context.resolver().container(target));
    String name =
        CheckedNames.check(() -> new ObjectName(statement.name().value()), statement.name())
            .value();
    if (target.exists()) {
      throw AlreadyExists.error(target, statement.name());
    }
    context.transaction().writing();
    context.transaction().claiming(SecurableType.CATALOG, name);
    long id =
        context
            .securables()
            .insertCatalog(
                name,
                context.caller().id(),
                statement.comment().map(Texts.COMMENT::check).orElse(null),
                statement.managedLocation().map(Texts.LOCATION::check).orElse(null),
                context.stamp());
    context.created(target, id);
    return TaskResult.changed(1);
  }
}
