package dev.vitrine.registry.show;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;

final class ShowUsersTask implements Task<ShowUsers, TaskResult> {
  @Override
  public TaskResult execute(ShowUsers statement, TaskContext context) {
    return ShowQuery.of("principals")
        .where("kind", PrincipalKind.USER.name())
        .like("name", statement.pattern().orElse(null))
        .orderBy("name");
  }
}
