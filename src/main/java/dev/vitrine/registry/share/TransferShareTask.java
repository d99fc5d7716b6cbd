package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.TransferShare;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.share.ShareRow;

final class TransferShareTask implements Task<TransferShare, TaskResult> {
  @Override
  public TaskResult execute(TransferShare statement, TaskContext context) {
    ShareRow share = Shares.lock(statement.share(), context);
    PrincipalRow owner = Shares.newOwner(statement.owner(), context);
    if (owner.id() != share.ownerId()) {
      Shares.requireRoomOfOwner(owner.id(), context);
    }
    context.shares().setOwner(share.id(), owner.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
