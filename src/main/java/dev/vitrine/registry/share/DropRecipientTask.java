package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.DropRecipient;
import dev.vitrine.store.share.RecipientRow;
import java.util.Optional;

final class DropRecipientTask implements Task<DropRecipient, TaskResult> {
  @Override
  public TaskResult execute(DropRecipient statement, TaskContext context) {
    Optional<RecipientRow> recipient = Recipients.lockToDelete(statement.name(), context);
    if (recipient.isEmpty()) {
      if (statement.ifExists()) {
        return TaskResult.changed(0);
      }
      throw Recipients.notFound(statement.name());
    }
    context.recipients().delete(recipient.get().id());
    return TaskResult.changed(1);
  }
}
