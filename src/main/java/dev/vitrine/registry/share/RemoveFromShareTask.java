package dev.vitrine.registry.share;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ShareStatement.RemoveFromShare;
import dev.vitrine.store.share.ShareRow;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

final class RemoveFromShareTask implements Task<RemoveFromShare, TaskResult> {
  @Override
  public TaskResult execute(RemoveFromShare statement, TaskContext context) {
    ShareRow share = Shares.lock(statement.share(), context);
    long model = model(statement, share, context);
    context.shares().removeModel(share.id(), model);
    context.shares().touch(share.id(), context.stamp());
    return TaskResult.changed(1);
  }

  /**
   * The owner of a share can remove models that are no longer visible, by the name in the share.
   */
  private static long model(RemoveFromShare statement, ShareRow share, TaskContext context) {
    ResolvedObject named = context.resolver().lookModel(statement.model());
    if (named.visible() && context.shares().hasModel(share.id(), named.id())) {
      context.note(named);
      return named.id();
    }
    List<Identifier> parts = statement.model().parts();
    OptionalLong model =
        parts.size() == 2
            ? context
                .shares()
                .modelNamed(
                    share.id(),
                    parts.get(0).value().toLowerCase(Locale.ROOT),
                    parts.get(1).value().toLowerCase(Locale.ROOT))
            : OptionalLong.empty();
    return model.orElseThrow(
        () ->
            statement
                .model()
                .at(
                    new VitrineException(
                            ErrorCode.MODEL_NOT_FOUND,
                            "Share '"
                                + share.name()
                                + "' has no model '"
                                + statement.model()
                                + "'.")
                        .withHint("SHOW ALL IN SHARE " + share.name() + " lists its models.")));
  }
}
