package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.DropShare;
import dev.vitrine.store.share.ShareRow;
import java.util.Optional;

final class DropShareTask implements Task<DropShare, TaskResult> {
  @Override
  public TaskResult execute(DropShare statement, TaskContext context) {
    Optional<ShareRow> share = Shares.lockToDelete(statement.name(), context);
    if (share.isEmpty()) {
      if (statement.ifExists()) {
        return TaskResult.changed(0);
      }
      throw Shares.notFound(statement.name());
    }
    context.shares().delete(share.get().id());
    return TaskResult.changed(1);
  }
}
