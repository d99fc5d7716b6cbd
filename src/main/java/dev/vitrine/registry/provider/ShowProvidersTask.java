package dev.vitrine.registry.provider;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviders;

final class ShowProvidersTask implements Task<ShowProviders, TaskResult> {
  @Override
  public TaskResult execute(ShowProviders statement, TaskContext context) {
    return ShowQuery.of("providers").like("name", statement.pattern().orElse(null)).orderBy("name");
  }
}
