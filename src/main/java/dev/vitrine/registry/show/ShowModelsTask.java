package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Resolver;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;
import java.util.Locale;

/** From {@code system}, where every session starts, the whole registry is looked at. */
final class ShowModelsTask implements Task<ShowModels, TaskResult> {
  /** Texts that are equal to the one in question come first, then those that begin with it. */
  private static final String PLACES =
      "SELECT full_name AS found, MIN(CASE WHEN LOWER(term) = ? THEN 0"
          + " WHEN LOWER(term) LIKE ? ESCAPE '!' THEN 1 ELSE 2 END) AS place"
          + " FROM \"system\".registry.search_terms WHERE LOWER(term) LIKE ? ESCAPE '!'"
          + " GROUP BY full_name";

  @Override
  public TaskResult execute(ShowModels statement, TaskContext context) {
    ResolvedObject container =
        statement
            .container()
            .map(context::require)
            .orElseGet(() -> context.resolver().currentSchema());
    ShowQuery query =
        statement.search().map(ShowModelsTask::search).orElseGet(() -> ShowQuery.of("models"));
    if (!container.catalog().orElseThrow().equals(Resolver.SYSTEM)) {
      query.where("catalog_name", container.catalog()).where("schema_name", container.schema());
    }
    return query
        .like("model_name", statement.pattern())
        .orderBy(statement.search().isPresent() ? "x.place, m.full_name" : "full_name");
  }

  /** The models with the text, and the best place of each. */
  private static ShowQuery search(String text) {
    String key = text.toLowerCase(Locale.ROOT);
    String escaped = key.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return ShowQuery.of("m.*", "models m JOIN (" + PLACES + ") x ON x.found = m.full_name")
        .with(key, escaped + "%", "%" + escaped + "%");
  }
}
