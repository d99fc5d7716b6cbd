package dev.vitrine.registry.show;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;

final class ShowCatalogsTask implements Task<ShowCatalogs, TaskResult> {
  @Override
  public TaskResult execute(ShowCatalogs statement, TaskContext context) {
    return ShowQuery.of("catalogs")
        .like("catalog_name", statement.pattern().orElse(null))
        .orderBy("catalog_name");
  }
}
