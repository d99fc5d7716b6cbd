package dev.vitrine.registry;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;

final class DropGroupTask implements Task<DropGroup> {
  @Override
  public TaskResult execute(DropGroup statement, TaskContext context) {
    return Principals.drop(PrincipalKind.GROUP, statement.name(), context);
  }
}
