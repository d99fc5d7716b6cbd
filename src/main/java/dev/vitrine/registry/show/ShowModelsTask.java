package dev.vitrine.registry.show;

import dev.vitrine.catalog.ModelSearch;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;

/** From {@code system}, where every session starts, the whole registry is looked at. */
final class ShowModelsTask implements Task<ShowModels, TaskResult> {
  /** Without model_id, which differs between registries of the same content. */
  static final String COLUMNS =
      "catalog_name, schema_name, model_name, full_name, owner, comment, storage_location,"
          + " latest_version, created_at, created_by, updated_at, updated_by";

  @Override
  public TaskResult execute(ShowModels statement, TaskContext context) {
    ResolvedObject container =
        statement
            .container()
            .map(context::require)
            .orElseGet(() -> context.resolver().currentSchema());
    ShowQuery query =
        statement
            .search()
            .map(ShowModelsTask::search)
            .orElseGet(() -> ShowQuery.of(COLUMNS, "models"));
    if (!container.catalog().equals(Resolver.SYSTEM)) {
      query.where("catalog_name", container.catalog());
      if (container.type() == SecurableType.SCHEMA) {
        query.where("schema_name", container.schema());
      }
    }
    return query
        .like("model_name", statement.pattern().orElse(null))
        .orderBy(statement.search().isPresent() ? "x.place, m.full_name" : "full_name");
  }

  /** The models with the text, and the best place of each. */
  private static ShowQuery search(String text) {
    ModelSearch search = ModelSearch.of(text);
    return ShowQuery.of(COLUMNS, "models m JOIN (" + search.sql() + ") x ON x.found = m.full_name")
        .with(search.parameters().toArray());
  }
}
