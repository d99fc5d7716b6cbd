package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.SetAuditRetention;

/** Rows that are older are removed in the background. */
final class SetAuditRetentionTask implements Task<SetAuditRetention, TaskResult> {
  @Override
  public TaskResult execute(SetAuditRetention statement, TaskContext context) {
    Principals.authorize(Operation.SET_AUDIT_RETENTION, context);
    context.addAuditParameter("retention", "AUDIT");
    if (statement.days().isEmpty()) {
      context.addAuditParameter("days", "FOREVER");
    }
    statement.days().ifPresent(days -> RetentionDays.check(days, 1, "Audit rows", ", or FOREVER"));
    context.transaction().writing();
    context.principals().lock();
    context.metastore().setAuditRetentionDays(statement.days().map(Math::toIntExact).orElse(null));
    context.causes(AfterCommit.AUDIT_ROWS_EXPIRE);
    return TaskResult.changed(1);
  }
}
