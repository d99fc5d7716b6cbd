package dev.vitrine.registry.show;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowSessions;

final class ShowSessionsTask implements Task<ShowSessions, TaskResult> {
  @Override
  public TaskResult execute(ShowSessions statement, TaskContext context) {
    return ShowQuery.of("sessions").orderBy("connected_at, session_id");
  }
}
