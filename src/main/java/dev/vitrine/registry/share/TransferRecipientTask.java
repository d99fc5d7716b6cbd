package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.TransferRecipient;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.share.RecipientRow;

final class TransferRecipientTask implements Task<TransferRecipient, TaskResult> {
  @Override
  public TaskResult execute(TransferRecipient statement, TaskContext context) {
    RecipientRow recipient = Recipients.lock(statement.recipient(), context);
    PrincipalRow owner = Shares.newOwner(statement.owner(), context);
    if (owner.id() != recipient.ownerId()) {
      Recipients.requireRoomOfOwner(owner.id(), context);
    }
    context.recipients().setOwner(recipient.id(), owner.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
