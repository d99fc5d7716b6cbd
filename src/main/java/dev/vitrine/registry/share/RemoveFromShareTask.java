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
    OptionalLong shown = shown(statement.model().parts(), share, context);
    if (named.visible() && context.shares().hasModel(share.id(), named.id())) {
      if (shown.isPresent() && shown.getAsLong() != named.id()) {
        throw statement
            .model()
            .at(
                new VitrineException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "'"
                            + statement.model()
                            + "' is a model of the current catalog and the name of another model"
                            + " in the share.")
                    .withHint("Write the name of the model in three parts: catalog.schema.model."));
      }
      context.note(named);
      return named.id();
    }
    return shown.orElseThrow(
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

  /** The model that recipients see by a name of two parts. */
  private static OptionalLong shown(List<Identifier> parts, ShareRow share, TaskContext context) {
    return parts.size() == 2
        ? context
            .shares()
            .modelNamed(
                share.id(),
                parts.get(0).value().toLowerCase(Locale.ROOT),
                parts.get(1).value().toLowerCase(Locale.ROOT))
        : OptionalLong.empty();
  }
}
