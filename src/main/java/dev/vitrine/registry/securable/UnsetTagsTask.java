package dev.vitrine.registry.securable;

import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.store.securable.TagDao.Tagged;

final class UnsetTagsTask implements Task<UnsetTags, TaskResult> {
  @Override
  public TaskResult execute(UnsetTags statement, TaskContext context) {
    ListLimit.require(statement.keys(), "tags");
    Tagged object = TaggedObjects.open(statement.object(), context);
    return TaskResult.changed(context.tags().remove(object, statement.keys()));
  }
}
