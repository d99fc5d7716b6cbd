package dev.vitrine.registry;

import dev.vitrine.statement.tree.ShowStatement.ShowSessions;

final class ShowSessionsTask implements Task<ShowSessions> {
  @Override
  public TaskResult execute(ShowSessions statement, TaskContext context) {
    return ShowQuery.of("sessions").orderBy("connected_at, session_id");
  }
}
