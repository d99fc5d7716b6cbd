package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;

/** The history before is not available at once; closed rows are removed in the background. */
final class SetHistoryRetentionTask implements Task<SetHistoryRetention, TaskResult> {
  @Override
  public TaskResult execute(SetHistoryRetention statement, TaskContext context) {
    Principals.authorize(Operation.SET_HISTORY_RETENTION, context);
    context.addAuditParameter("retention", "HISTORY");
    if (statement.days().isEmpty()) {
      context.addAuditParameter("days", "FOREVER");
    }
    statement.days().ifPresent(days -> RetentionDays.check(days, 1, "History", ", or FOREVER"));
    context.transaction().writing();
    context.principals().lock();
    context.retention().setHistoryDays(statement.days().map(Math::toIntExact).orElse(null));
    statement
        .days()
        .ifPresent(
            days ->
                context
                    .retention()
                    .beginAt(context.transaction().history().time().minusDays(days)));
    context.causes(AfterCommit.HISTORY_EXPIRES);
    return TaskResult.changed(1);
  }
}
