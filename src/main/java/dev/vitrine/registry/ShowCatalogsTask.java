package dev.vitrine.registry;

import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;

final class ShowCatalogsTask implements Task<ShowCatalogs> {
  @Override
  public TaskResult execute(ShowCatalogs statement, TaskContext context) {
    return ShowQuery.of("catalogs")
        .like("catalog_name", statement.pattern())
        .orderBy("catalog_name");
  }
}
