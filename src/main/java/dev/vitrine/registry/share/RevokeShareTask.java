package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.RevokeShare;
import dev.vitrine.store.share.RecipientRow;
import dev.vitrine.store.share.ShareRow;

/** The owner of a share sees its recipients in {@code share_grants} and can revoke each of them. */
final class RevokeShareTask implements Task<RevokeShare, TaskResult> {
  @Override
  public TaskResult execute(RevokeShare statement, TaskContext context) {
    ShareRow share = Shares.lock(statement.share(), context);
    // The same statements are sent for recipients that are hidden and that do not exist.
    long recipient =
        context
            .recipients()
            .find(ShareNames.checked(statement.recipient()))
            .map(RecipientRow::id)
            .orElse(0L);
    if (context.shares().revoke(share.id(), recipient)) {
      return TaskResult.changed(1);
    }
    Recipients.require(statement.recipient(), context);
    return TaskResult.changed(0);
  }
}
