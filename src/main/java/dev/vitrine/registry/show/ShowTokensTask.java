package dev.vitrine.registry.show;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowTokens;

final class ShowTokensTask implements Task<ShowTokens, TaskResult> {
  @Override
  public TaskResult execute(ShowTokens statement, TaskContext context) {
    return ShowQuery.of("tokens").orderBy("token_id");
  }
}
