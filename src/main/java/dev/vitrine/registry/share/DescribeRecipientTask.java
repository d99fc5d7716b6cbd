package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.DescribeRecipient;

final class DescribeRecipientTask implements Task<DescribeRecipient, TaskResult> {
  @Override
  public TaskResult execute(DescribeRecipient statement, TaskContext context) {
    return ShowQuery.of("recipients")
        .where("recipient_name", Recipients.require(statement.recipient(), context).name())
        .orderBy("recipient_name");
  }
}
