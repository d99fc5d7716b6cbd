package dev.vitrine.registry;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;

final class ShowUsersTask implements Task<ShowUsers> {
  @Override
  public TaskResult execute(ShowUsers statement, TaskContext context) {
    return ShowQuery.of("principals")
        .where("kind", PrincipalKind.USER.name())
        .like("name", statement.pattern())
        .orderBy("name");
  }
}
