package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.ShowTags;

final class ShowTagsTask implements Task<ShowTags, TaskResult> {
  @Override
  public TaskResult execute(ShowTags statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    return ShowQuery.of("tags")
        .where("object_type", target.type().name())
        .where("full_name", target.fullName())
        .orderBy("tag_name");
  }
}
