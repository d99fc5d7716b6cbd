package dev.vitrine.registry.show;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.ShowStatement.ShowGroups;
import dev.vitrine.store.principal.PrincipalRow;

/** Members of groups are for admin and for members to see: others find no group WITH anyone. */
final class ShowGroupsTask implements Task<ShowGroups, TaskResult> {
  @Override
  public TaskResult execute(ShowGroups statement, TaskContext context) {
    if (statement.member().isEmpty()) {
      return ShowQuery.of("principals")
          .where("kind", PrincipalKind.GROUP.name())
          .like("name", statement.pattern().orElse(null))
          .orderBy("name");
    }
    MemberRef member = statement.member().get();
    PrincipalRow principal = context.principal(member.kind(), member.name());
    return ShowQuery.of("group_name AS name, 'GROUP' AS kind, 'NO' AS is_external", "group_members")
        .where("member_name", principal.name())
        .like("group_name", statement.pattern().orElse(null))
        .orderBy("name");
  }
}
