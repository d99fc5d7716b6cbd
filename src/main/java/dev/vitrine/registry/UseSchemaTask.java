package dev.vitrine.registry;

import dev.vitrine.statement.tree.ContainerStatement.UseSchema;

final class UseSchemaTask implements Task<UseSchema> {
  @Override
  public TaskResult execute(UseSchema statement, TaskContext context) {
    Target schema =
        context.require(
            context.resolver().lookSchema(statement.schema()), statement.schema().position());
    return new TaskResult.Moved(schema.catalog().orElseThrow(), schema.schema().orElseThrow());
  }
}
