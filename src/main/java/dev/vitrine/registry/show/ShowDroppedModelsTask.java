package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowDroppedModels;

/** Without a container, of the session's schema; of the whole registry in {@code system}. */
final class ShowDroppedModelsTask implements Task<ShowDroppedModels, TaskResult> {
  @Override
  public TaskResult execute(ShowDroppedModels statement, TaskContext context) {
    ResolvedObject container =
        statement
            .container()
            .map(context::require)
            .orElseGet(() -> context.resolver().currentSchema());
    ShowQuery query = ShowQuery.of("dropped_models");
    if (!container.catalog().equals(Resolver.SYSTEM)) {
      query.startsWith("full_name", container.fullName() + ".");
    }
    return query.orderBy("full_name, dropped_at DESC, model_id DESC");
  }
}
