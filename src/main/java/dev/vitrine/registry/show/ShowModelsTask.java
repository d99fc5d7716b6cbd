package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;

/** From {@code system}, where every session starts, the whole registry is looked at. */
final class ShowModelsTask implements Task<ShowModels, TaskResult> {
  @Override
  public TaskResult execute(ShowModels statement, TaskContext context) {
    ResolvedObject container =
        statement
            .container()
            .map(context::require)
            .orElseGet(() -> context.resolver().currentSchema());
    ShowQuery query = ShowQuery.of("models");
    if (!container.catalog().orElseThrow().equals(Resolver.SYSTEM)) {
      query.where("catalog_name", container.catalog()).where("schema_name", container.schema());
    }
    return query.like("model_name", statement.pattern()).orderBy("full_name");
  }
}
