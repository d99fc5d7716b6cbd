package dev.vitrine.registry.container;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;

final class DropSchemaTask implements Task<DropSchema, TaskResult> {
  @Override
  public TaskResult execute(DropSchema statement, TaskContext context) {
    ResolvedObject schema = context.resolver().lookSchema(statement.name());
    if (statement.ifExists() && !schema.visible()) {
      return TaskResult.changed(0);
    }
    context.require(schema, statement.name());
    context.authorize(Operation.DROP, schema);
    Containers.drop(schema, statement.cascade(), context);
    return TaskResult.changed(1);
  }
}
