package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import dev.vitrine.store.principal.PrincipalRow;
import java.util.Optional;

/**
 * Without a principal, it shows all principals that are named in a grant or as an owner, not the
 * members of groups. The rows are filtered by the relation.
 */
final class ShowEffectiveGrantsTask implements Task<ShowEffectiveGrants, TaskResult> {
  public static final String COLUMNS = ShowGrantsTask.COLUMNS + ", via";

  /** Without LIKE, because H2 plans a query with LIKE twice (Parser.recompileAlways). */
  private static final String BY_ITSELF = "SUBSTRING(via FROM 1 FOR 6) <> 'group '";

  @Override
  public TaskResult execute(ShowEffectiveGrants statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    Optional<PrincipalRow> principal = statement.principal().map(context::principal);
    ShowQuery all = ShowQuery.of(COLUMNS, "effective_grants");
    ShowQuery names = ShowQuery.of("principal", "effective_grants");
    statement
        .asOf()
        .ifPresent(
            time -> {
              all.at(time);
              names.at(time);
            });
    ShowQuery query = ShowGrantsTask.on(target, all, context);
    principal.ifPresentOrElse(
        one -> query.ofPrincipal(one, context),
        () ->
            query.whereIn("principal", ShowGrantsTask.on(target, names, context).where(BY_ITSELF)));
    return query.orderBy("principal, \"actionType\", via");
  }
}
