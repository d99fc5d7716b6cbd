package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.HistoryStatement.CommentHistory;
import dev.vitrine.statement.tree.HistoryStatement.HistoryPart;
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.TagHistory;
import dev.vitrine.store.history.ErasureDao;
import java.util.Map;

/** Present values remain; the result is the number of closed rows that had something to erase. */
final class PurgeHistoryTask implements Task<PurgeHistory, TaskResult> {
  @Override
  public TaskResult execute(PurgeHistory statement, TaskContext context) {
    Principals.authorize(Operation.PURGE_HISTORY, context);
    ResolvedObject object = context.require(statement.object());
    context.authorize(Operation.PURGE_HISTORY, object);
    context.lock(object);
    context.addAuditParameter("part", describe(statement.part()));
    return TaskResult.changed(
        erase(statement.part(), object.type(), object.id(), context.transaction().erasure()));
  }

  private static Object describe(HistoryPart part) {
    if (part instanceof TagHistory tag) {
      return Map.of("tag", tag.key().value());
    }
    return part instanceof CommentHistory ? "COMMENT" : "ALL";
  }

  private static long erase(HistoryPart part, SecurableType type, long id, ErasureDao closedRows) {
    if (part instanceof TagHistory tag) {
      return closedRows.eraseTag(type, id, tag.key().value());
    }
    return part instanceof CommentHistory
        ? closedRows.eraseComments(type, id)
        : closedRows.eraseAll(type, id);
  }
}
