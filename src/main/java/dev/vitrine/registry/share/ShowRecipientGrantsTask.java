package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipientGrants;

final class ShowRecipientGrantsTask implements Task<ShowRecipientGrants, TaskResult> {
  @Override
  public TaskResult execute(ShowRecipientGrants statement, TaskContext context) {
    return ShowQuery.of("share_grants")
        .where("recipient_name", Recipients.require(statement.recipient(), context).name())
        .orderBy("share_name");
  }
}
