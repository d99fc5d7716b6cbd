package dev.vitrine.registry.securable;

import dev.vitrine.catalog.Tag;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.List;

final class SetTagTask implements Task<SetTag, TaskResult> {
  @Override
  public TaskResult execute(SetTag statement, TaskContext context) {
    Tagged object = TaggedObjects.open(statement.object(), context);
    String key = statement.key().value();
    CheckedNames.check(() -> new Tag(key, statement.value().orElse("")), statement.key());
    if (context.tags().all(object).containsKey(key)) {
      throw statement
          .key()
          .at(
              new VitrineException(
                      ErrorCode.TAG_ALREADY_EXISTS, "The tag '" + key + "' is set already.")
                  .withHint("ALTER … SET TAGS replaces values; UNSET TAG removes the tag."));
    }
    TagLimits.put(object, List.of(new TagAssignment(key, statement.value().orElse(""))), context);
    return TaskResult.changed(1);
  }
}
