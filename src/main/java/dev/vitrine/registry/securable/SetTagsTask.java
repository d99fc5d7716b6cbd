package dev.vitrine.registry.securable;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.store.securable.TagDao.Tagged;

final class SetTagsTask implements Task<SetTags, TaskResult> {
  @Override
  public TaskResult execute(SetTags statement, TaskContext context) {
    Tagged object = TaggedObjects.open(statement.object(), context);
    TagLimits.put(object, statement.tags(), context);
    return TaskResult.changed(statement.tags().size());
  }
}
