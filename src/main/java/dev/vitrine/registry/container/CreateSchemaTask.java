package dev.vitrine.registry.container;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.Identifier;

final class CreateSchemaTask implements Task<CreateSchema, TaskResult> {
  @Override
  public TaskResult execute(CreateSchema statement, TaskContext context) {
    Identifier last = statement.name().last();
    ResolvedObject target = context.resolver().lookSchema(statement.name());
    ResolvedObject catalog =
        context.resolver().require(context.resolver().container(target), statement.name());
    if (target.visible()) {
      return AlreadyExists.answer(target, statement.ifNotExists(), last);
    }
    context.note(catalog);
    context.authorize(Operation.CREATE_SCHEMA, catalog);
    String name = CheckedNames.check(() -> new ObjectName(last.value()), last).value();
    if (Resolver.SYSTEM_SCHEMAS.contains(name)) {
      throw last.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The schema name '" + name + "' is reserved.")
              .withHint("Choose another name; " + name + " always refers to a schema of Vitrine."));
    }
    if (target.exists()) {
      throw AlreadyExists.error(target, last);
    }
    context.transaction().writing();
    context.transaction().claiming(SecurableType.SCHEMA, catalog.id(), name);
    long id =
        context
            .securables()
            .insertSchema(
                catalog.id(),
                name,
                context.caller().id(),
                statement.comment().map(Texts.COMMENT::check).orElse(null),
                statement.managedLocation().map(Texts.LOCATION::check).orElse(null),
                context.stamp());
    context.created(target, id);
    return TaskResult.changed(1);
  }
}
