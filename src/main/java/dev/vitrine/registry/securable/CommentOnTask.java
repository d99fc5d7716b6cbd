package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import java.util.Optional;

final class CommentOnTask implements Task<CommentOn, TaskResult> {
  @Override
  public TaskResult execute(CommentOn statement, TaskContext context) {
    ResolvedObject target = context.require(statement.object().securable());
    context.authorize(Operation.COMMENT, target);
    Optional<String> comment = statement.comment().map(Texts.COMMENT::check);
    context.lock(target);
    if (statement.object().version().isPresent()) {
      long version = VersionNumbers.resolve(statement.object().version().get(), target, context);
      context.versions().setComment(target.id(), version, comment.orElse(null), context.stamp());
    } else {
      context
          .securables()
          .setComment(target.type(), target.id(), comment.orElse(null), context.stamp());
    }
    return TaskResult.changed(1);
  }
}
