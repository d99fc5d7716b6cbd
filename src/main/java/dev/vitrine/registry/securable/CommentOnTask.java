package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.Target;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import java.util.Optional;

public final class CommentOnTask implements Task<CommentOn> {
  @Override
  public TaskResult execute(CommentOn statement, TaskContext context) {
    Target target = context.require(statement.object().securable());
    context.authorize(operation(target.type()), target);
    Optional<String> comment = Texts.COMMENT.check(statement.comment());
    context.transaction().writing();
    context.transaction().securables().lock(target.type(), target.id());
    if (statement.object().version().isPresent()) {
      long version = VersionNumbers.resolve(statement.object().version().get(), target, context);
      context.transaction().versions().setComment(target.id(), version, comment, context.stamp());
    } else {
      context
          .transaction()
          .securables()
          .setComment(target.type(), target.id(), comment, context.stamp());
    }
    return TaskResult.changed(1);
  }

  static Operation operation(SecurableType type) {
    return switch (type) {
      case CATALOG -> Operation.COMMENT_CATALOG;
      case SCHEMA -> Operation.COMMENT_SCHEMA;
      case MODEL -> Operation.COMMENT_MODEL;
      case METASTORE -> throw new IllegalArgumentException("the metastore has no comment");
    };
  }
}
