package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.DescribeShare;

final class DescribeShareTask implements Task<DescribeShare, TaskResult> {
  @Override
  public TaskResult execute(DescribeShare statement, TaskContext context) {
    return ShowQuery.of("shares")
        .where("share_name", Shares.require(statement.share(), context).name())
        .orderBy("share_name");
  }
}
