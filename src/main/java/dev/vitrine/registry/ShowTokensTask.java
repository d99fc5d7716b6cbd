package dev.vitrine.registry;

import dev.vitrine.statement.tree.ShowStatement.ShowTokens;

final class ShowTokensTask implements Task<ShowTokens> {
  @Override
  public TaskResult execute(ShowTokens statement, TaskContext context) {
    return ShowQuery.of("tokens").orderBy("token_id");
  }
}
