package dev.vitrine.registry.share;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.GrantShare;
import dev.vitrine.store.share.RecipientRow;
import dev.vitrine.store.share.ShareRow;

/** Needs the ownership of the share and of the recipient, so that no other user can test names. */
final class GrantShareTask implements Task<GrantShare, TaskResult> {
  @Override
  public TaskResult execute(GrantShare statement, TaskContext context) {
    ShareRow share = Shares.lock(statement.share(), context);
    RecipientRow recipient = Recipients.lock(statement.recipient(), context);
    if (context.shares().isGranted(share.id(), recipient.id())) {
      return TaskResult.changed(0);
    }
    Shares.requireRoom(
        context.shares().countRecipients(share.id()),
        Shares.MOST_GRANTS,
        "The share has too many recipients.");
    Shares.requireRoom(
        context.recipients().countShares(recipient.id()),
        Shares.MOST_GRANTS,
        "The recipient has too many shares.");
    context.shares().grant(share.id(), recipient.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
