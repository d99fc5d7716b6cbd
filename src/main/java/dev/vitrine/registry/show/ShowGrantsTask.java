package dev.vitrine.registry.show;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowGrants;

/** The rows are filtered by the relation. */
final class ShowGrantsTask implements Task<ShowGrants, TaskResult> {
  public static final String COLUMNS =
      "principal, privilege AS \"actionType\","
          + " COALESCE(inherited_from_type, object_type) AS \"objectType\","
          + " COALESCE(inherited_from_name, full_name) AS \"objectKey\"";

  @Override
  public TaskResult execute(ShowGrants statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    ShowQuery all = ShowQuery.of(COLUMNS, "grants");
    statement.asOf().ifPresent(all::at);
    ShowQuery query = on(target, all, context);
    statement.principal().ifPresent(name -> query.ofPrincipal(context.principal(name), context));
    return query.orderBy("principal, \"objectType\", \"objectKey\", \"actionType\"");
  }

  /** Restricts a relation of grants to those on one securable. */
  static ShowQuery on(ResolvedObject target, ShowQuery grants, TaskContext context) {
    grants.where("object_type", target.type().name());
    return target.type() == SecurableType.METASTORE
        ? grants
        : grants.ofObject("full_name", target, context);
  }
}
