package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ShareStatement.CommentOnRecipient;
import dev.vitrine.store.share.RecipientRow;

final class CommentOnRecipientTask implements Task<CommentOnRecipient, TaskResult> {
  @Override
  public TaskResult execute(CommentOnRecipient statement, TaskContext context) {
    RecipientRow recipient = Recipients.require(statement.recipient(), context);
    String comment = statement.comment().map(Texts.COMMENT::check).orElse(null);
    Recipients.lock(statement.recipient(), context);
    context.recipients().setComment(recipient.id(), comment, context.stamp());
    return TaskResult.changed(1);
  }
}
