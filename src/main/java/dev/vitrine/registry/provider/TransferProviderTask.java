package dev.vitrine.registry.provider;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ProviderStatement.TransferProvider;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.provider.ProviderRow;

final class TransferProviderTask implements Task<TransferProvider, TaskResult> {
  @Override
  public TaskResult execute(TransferProvider statement, TaskContext context) {
    ProviderRow provider = Providers.lock(statement.provider(), context);
    PrincipalRow owner = context.principal(statement.owner());
    if (owner.id() == PrincipalRow.ACCOUNT_USERS) {
      throw statement
          .owner()
          .at(
              new VitrineException(
                      ErrorCode.INVALID_PARAMETER_VALUE, "'account users' cannot own anything.")
                  .withHint("Create a group with CREATE GROUP and make that the owner."));
    }
    context.transaction().providers().setOwner(provider.id(), owner.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
