package dev.vitrine.registry.securable;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.List;

final class UnsetTagTask implements Task<UnsetTag, TaskResult> {
  @Override
  public TaskResult execute(UnsetTag statement, TaskContext context) {
    Tagged object = TaggedObjects.open(statement.object(), context);
    if (context.tags().remove(object, List.of(statement.key().value())) == 0) {
      throw statement
          .key()
          .at(
              new VitrineException(
                      ErrorCode.TAG_NOT_FOUND,
                      "The tag '" + statement.key().value() + "' is not set.")
                  .withHint("Keys are case-sensitive; ALTER … UNSET TAGS ignores absent ones."));
    }
    return TaskResult.changed(1);
  }
}
