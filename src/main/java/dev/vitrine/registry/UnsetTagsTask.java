package dev.vitrine.registry;

import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.store.TagDao.Tagged;

final class UnsetTagsTask implements Task<UnsetTags> {
  @Override
  public TaskResult execute(UnsetTags statement, TaskContext context) {
    ListLimit.require(statement.keys(), "tags");
    Tagged object = TaggedObjects.open(statement.object(), context);
    return TaskResult.changed(
        statement.keys().stream()
            .filter(key -> context.transaction().tags().remove(object, key))
            .count());
  }
}
