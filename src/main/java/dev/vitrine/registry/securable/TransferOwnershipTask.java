package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Admins;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.store.principal.PrincipalRow;

final class TransferOwnershipTask implements Task<TransferOwnership, TaskResult> {
  @Override
  public TaskResult execute(TransferOwnership statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    context.authorize(Operation.TRANSFER, target);
    PrincipalRow owner = context.principal(statement.owner());
    if (owner.id() == PrincipalRow.ACCOUNT_USERS) {
      throw statement
          .owner()
          .at(
              new VitrineException(
                      ErrorCode.INVALID_PARAMETER_VALUE, "'account users' cannot own anything.")
                  .withHint("Create a group with CREATE GROUP and make that the owner."));
    }
    context.transaction().writing();
    if (target.type() == SecurableType.METASTORE) {
      context.principals().lock();
      context.metastore().setOwner(owner.id());
      Admins.requireOne(context);
      return TaskResult.changed(1);
    }
    if (target.type() == SecurableType.MODEL) {
      requireOwnSide(owner, target, context);
    }
    context.securables().lock(target.type(), target.id());
    context.securables().setOwner(target.type(), target.id(), owner.id(), context.stamp());
    return TaskResult.changed(1);
  }

  /**
   * Callers who are not admins can give a model only to themselves or to a group they belong to.
   */
  private static void requireOwnSide(
      PrincipalRow owner, ResolvedObject model, TaskContext context) {
    if (!context.caller().admin() && !context.caller().holders().contains(owner.id())) {
      throw new VitrineException(
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "User '"
                  + context.caller().name()
                  + "' cannot give model '"
                  + model.fullName()
                  + "' to '"
                  + owner.name()
                  + "'.")
          .withHint("Give it to a group that you belong to, or ask an admin of the metastore.");
    }
  }
}
