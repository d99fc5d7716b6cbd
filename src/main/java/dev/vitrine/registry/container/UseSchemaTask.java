package dev.vitrine.registry.container;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;

final class UseSchemaTask implements Task<UseSchema, TaskResult> {
  @Override
  public TaskResult execute(UseSchema statement, TaskContext context) {
    ResolvedObject schema =
        context.require(context.resolver().lookSchema(statement.schema()), statement.schema());
    return new TaskResult.CurrentSchema(schema.catalog(), schema.schema());
  }
}
