package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;

/** It also applies to what was dropped before. */
final class SetDroppedRetentionTask implements Task<SetDroppedRetention, TaskResult> {
  @Override
  public TaskResult execute(SetDroppedRetention statement, TaskContext context) {
    Principals.authorize(Operation.SET_HISTORY_RETENTION, context);
    context.addAuditParameter("retention", "DROPPED");
    RetentionDays.check(statement.days(), 0, "Dropped models and versions", "");
    context.transaction().writing();
    context.principals().lock();
    context.retention().setDroppedDays(Math.toIntExact(statement.days()));
    context.causes(AfterCommit.HISTORY_EXPIRES);
    return TaskResult.changed(1);
  }
}
