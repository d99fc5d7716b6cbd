package dev.vitrine.registry.show;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowAliases;

final class ShowAliasesTask implements Task<ShowAliases, TaskResult> {
  @Override
  public TaskResult execute(ShowAliases statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.READ_VERSIONS, model);
    ShowQuery query = ShowQuery.of("aliases");
    statement.asOf().ifPresent(query::at);
    return query.ofObject("full_name", model, context).orderBy("alias_key");
  }
}
