package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.store.share.RecipientRow;

final class RotateRecipientTokenTask implements Task<RotateRecipientToken, TaskResult> {
  @Override
  public TaskResult execute(RotateRecipientToken statement, TaskContext context) {
    RecipientRow recipient = Recipients.lock(statement.recipient(), context);
    Activation activation =
        new Activation(statement.days().orElse(null), statement.endpoint().orElse(null), context);
    context
        .recipients()
        .setToken(recipient.id(), activation.hash(), activation.expiresAt(), context.stamp());
    return activation.result(recipient.name());
  }
}
