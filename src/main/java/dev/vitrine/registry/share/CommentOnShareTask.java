package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ShareStatement.CommentOnShare;
import dev.vitrine.store.share.ShareRow;

final class CommentOnShareTask implements Task<CommentOnShare, TaskResult> {
  @Override
  public TaskResult execute(CommentOnShare statement, TaskContext context) {
    ShareRow share = Shares.require(statement.share(), context);
    String comment = statement.comment().map(Texts.COMMENT::check).orElse(null);
    Shares.lock(statement.share(), context);
    context.shares().setComment(share.id(), comment, context.stamp());
    return TaskResult.changed(1);
  }
}
