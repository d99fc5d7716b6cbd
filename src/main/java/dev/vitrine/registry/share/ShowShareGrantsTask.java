package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.ShowShareGrants;

final class ShowShareGrantsTask implements Task<ShowShareGrants, TaskResult> {
  @Override
  public TaskResult execute(ShowShareGrants statement, TaskContext context) {
    return ShowQuery.of("share_grants")
        .where("share_name", Shares.require(statement.share(), context).name())
        .orderBy("recipient_name");
  }
}
