package dev.vitrine.registry.share;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ShareStatement.CreateShare;
import java.util.Optional;

final class CreateShareTask implements Task<CreateShare, TaskResult> {
  @Override
  public TaskResult execute(CreateShare statement, TaskContext context) {
    String name = ShareNames.valid(statement.name());
    if (Shares.find(statement.name(), context).isPresent()) {
      if (statement.ifNotExists()) {
        return TaskResult.changed(0);
      }
      throw exists(statement);
    }
    Principals.authorize(Operation.CREATE_SHARE, context);
    Optional<String> comment = statement.comment().map(Texts.COMMENT::check);
    context.transaction().writing();
    context.transaction().claiming("share", name);
    if (context.shares().find(name).isPresent()) {
      throw exists(statement);
    }
    long owner = context.caller().id();
    Shares.requireRoomOfOwner(owner, context);
    context.shares().insert(name, owner, comment.orElse(null), context.stamp());
    return TaskResult.changed(1);
  }

  private static VitrineException exists(CreateShare statement) {
    return statement
        .name()
        .at(
            new VitrineException(
                    ErrorCode.SHARE_ALREADY_EXISTS,
                    "Share '" + statement.name().value() + "' already exists.")
                .withHint("Choose another name, or add IF NOT EXISTS."));
  }
}
