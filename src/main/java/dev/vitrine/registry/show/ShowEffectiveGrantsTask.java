package dev.vitrine.registry.show;

import dev.vitrine.registry.task.Target;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import java.util.Optional;

/**
 * Without a principal: of everybody who is named in a grant or as an owner, not of all whom their
 * groups bring along. The rows are those of the relation, which knows who may see which.
 */
public final class ShowEffectiveGrantsTask implements Task<ShowEffectiveGrants> {
  public static final String COLUMNS = ShowGrantsTask.COLUMNS + ", via";

  @Override
  public TaskResult execute(ShowEffectiveGrants statement, TaskContext context) {
    Target target = context.require(statement.securable());
    Optional<String> principal = statement.principal().map(name -> context.principal(name).name());
    ShowQuery query = ShowGrantsTask.on(target, ShowQuery.of(COLUMNS, "effective_grants"));
    principal.ifPresentOrElse(
        name -> query.where("principal", name),
        () ->
            query.whereIn(
                "principal",
                ShowGrantsTask.on(target, ShowQuery.of("principal", "effective_grants"))
                    .where("via NOT LIKE 'group %'")));
    return query.orderBy("principal, \"actionType\", via");
  }
}
