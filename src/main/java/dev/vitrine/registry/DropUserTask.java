package dev.vitrine.registry;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.statement.tree.AccountStatement.DropUser;

final class DropUserTask implements Task<DropUser> {
  @Override
  public TaskResult execute(DropUser statement, TaskContext context) {
    context.causes(Consequence.SESSIONS_END);
    return Principals.drop(PrincipalKind.USER, statement.name(), context);
  }
}
