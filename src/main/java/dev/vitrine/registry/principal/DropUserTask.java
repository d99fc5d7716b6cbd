package dev.vitrine.registry.principal;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.DropUser;

final class DropUserTask implements Task<DropUser, TaskResult> {
  @Override
  public TaskResult execute(DropUser statement, TaskContext context) {
    context.causes(AfterCommit.SESSIONS_END);
    return Principals.drop(PrincipalKind.USER, statement.name(), context);
  }
}
