package dev.vitrine.registry.provider;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ProviderStatement.CommentOnProvider;
import dev.vitrine.store.provider.ProviderRow;

final class CommentOnProviderTask implements Task<CommentOnProvider, TaskResult> {
  @Override
  public TaskResult execute(CommentOnProvider statement, TaskContext context) {
    ProviderRow provider = Providers.lock(statement.provider(), context);
    context
        .transaction()
        .providers()
        .setComment(
            provider.id(),
            statement.comment().map(Texts.COMMENT::check).orElse(null),
            context.stamp());
    return TaskResult.changed(1);
  }
}
