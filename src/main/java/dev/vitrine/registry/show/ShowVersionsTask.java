package dev.vitrine.registry.show;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;

final class ShowVersionsTask implements Task<ShowVersions, TaskResult> {
  @Override
  public TaskResult execute(ShowVersions statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.READ_VERSIONS, model);
    return ShowQuery.of("versions")
        .where("full_name", model.fullName())
        .like("CAST(version AS VARCHAR)", statement.pattern().orElse(null))
        .orderBy("version");
  }
}
