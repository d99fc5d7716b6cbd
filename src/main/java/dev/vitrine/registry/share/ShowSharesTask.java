package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.ShowShares;

final class ShowSharesTask implements Task<ShowShares, TaskResult> {
  @Override
  public TaskResult execute(ShowShares statement, TaskContext context) {
    return ShowQuery.of("shares")
        .like("share_name", statement.pattern().orElse(null))
        .orderBy("share_name");
  }
}
