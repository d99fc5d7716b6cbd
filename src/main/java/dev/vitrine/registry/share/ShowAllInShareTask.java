package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.ShowAllInShare;

final class ShowAllInShareTask implements Task<ShowAllInShare, TaskResult> {
  @Override
  public TaskResult execute(ShowAllInShare statement, TaskContext context) {
    return ShowQuery.of("shared_models")
        .where("share_name", Shares.require(statement.share(), context).name())
        .orderBy("shared_as");
  }
}
