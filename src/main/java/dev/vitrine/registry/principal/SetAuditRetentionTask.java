package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.SetAuditRetention;

/** Rows that are older are removed in the background. */
final class SetAuditRetentionTask implements Task<SetAuditRetention, TaskResult> {
  /** A hundred years. */
  private static final long MOST_DAYS = 36_500;

  @Override
  public TaskResult execute(SetAuditRetention statement, TaskContext context) {
    Principals.authorize(Operation.SET_AUDIT_RETENTION, context);
    statement
        .days()
        .filter(days -> days < 1 || days > MOST_DAYS)
        .ifPresent(
            days -> {
              throw new VitrineException(
                      ErrorCode.INVALID_PARAMETER_VALUE,
                      "Audit rows cannot be kept for " + days + " days.")
                  .withHint("Write 1 to " + MOST_DAYS + " DAYS, or FOREVER.");
            });
    context.transaction().writing();
    context.principals().lock();
    context.metastore().setAuditRetentionDays(statement.days().map(Math::toIntExact).orElse(null));
    context.causes(AfterCommit.AUDIT_ROWS_EXPIRE);
    return TaskResult.changed(1);
  }
}
