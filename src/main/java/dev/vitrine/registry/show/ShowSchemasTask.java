package dev.vitrine.registry.show;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.ShowStatement.ShowSchemas;
import java.util.List;

/** From {@code system}, where every session starts, the whole registry is looked at. */
final class ShowSchemasTask implements Task<ShowSchemas, TaskResult> {
  @Override
  public TaskResult execute(ShowSchemas statement, TaskContext context) {
    ResolvedObject catalog =
        context.require(
            new SecurableRef(
                SecurableType.CATALOG,
                statement.catalog().map(name -> new QualifiedName(List.of(name)))));
    ShowQuery query = ShowQuery.of("schemas");
    if (!catalog.reserved()) {
      query.where("catalog_name", catalog.catalog());
    }
    return query
        .like("schema_name", statement.pattern().orElse(null))
        .orderBy("catalog_name, schema_name");
  }
}
