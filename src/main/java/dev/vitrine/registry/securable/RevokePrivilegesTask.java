package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.store.principal.PrincipalRow;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

final class RevokePrivilegesTask implements Task<RevokePrivileges, TaskResult> {
  @Override
  public TaskResult execute(RevokePrivileges statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    context.authorize(Operation.GRANT, target);
    PrincipalRow principal = context.principal(statement.principal());
    Grants.requireApplicable(statement.privileges(), target.type());
    context.transaction().writing();
    return TaskResult.changed(
        withImplied(statement.privileges(), target.type()).stream()
            .filter(privilege -> revoke(target, principal, privilege, context))
            .count());
  }

  private static boolean revoke(
      ResolvedObject target, PrincipalRow principal, Privilege privilege, TaskContext context) {
    context.transaction().claiming(target.type(), target.id(), principal.id(), privilege);
    return context.grants().revoke(target.type(), target.id(), principal.id(), privilege);
  }

  /** REVOKE ALL PRIVILEGES also removes every single privilege that it includes on the object. */
  private static Set<Privilege> withImplied(Set<Privilege> named, SecurableType type) {
    EnumSet<Privilege> revoked = EnumSet.copyOf(named);
    if (named.contains(Privilege.ALL_PRIVILEGES)) {
      Arrays.stream(Privilege.values())
          .filter(privilege -> privilege.impliedByAllOn(type) && privilege.grantableOn(type))
          .forEach(revoked::add);
    }
    return revoked;
  }
}
