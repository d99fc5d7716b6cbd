package dev.vitrine.registry.share;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.shared.OwnerAccess;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShareStatement.AddToShare;
import dev.vitrine.store.share.ShareRow;
import java.util.List;
import java.util.OptionalLong;

/** Adds a model that the caller manages and may read, not by being admin. */
final class AddToShareTask implements Task<AddToShare, TaskResult> {
  @Override
  public TaskResult execute(AddToShare statement, TaskContext context) {
    ShareRow share = Shares.lock(statement.share(), context);
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.SHARE_MODEL, model);
    QualifiedName shown = statement.sharedName().orElse(statement.model());
    if (statement.sharedName().isPresent() && shown.parts().size() > 2) {
      throw shown.at(
          new VitrineException(
                  ErrorCode.INVALID_IDENTIFIER, "The name of a shared model has at most two parts.")
              .withHint("Write AS schema.name, or AS name."));
    }
    String schema =
        statement.sharedName().isPresent() && shown.parts().size() == 2
            ? ShareNames.validSchema(shown.parts().get(0))
            : model.schema();
    String name =
        statement.sharedName().isPresent()
            ? ShareNames.valid(shown.last())
            : model.name().parts().get(2);
    if (context.shares().hasModel(share.id(), model.id())) {
      throw taken(statement, "Share '" + share.name() + "' already has this model.");
    }
    if (context.shares().modelNamed(share.id(), schema, name).isPresent()) {
      throw taken(
          statement,
          "Share '" + share.name() + "' already has a model '" + schema + "." + name + "'.");
    }
    Shares.requireRoom(
        context.shares().countModels(share.id()),
        Shares.MOST_MODELS,
        "The share has too many models.");
    context.shares().addModel(share.id(), model.id(), schema, name, context.stamp());
    context.shares().touch(share.id(), context.stamp());
    return new TaskResult.Changed(1, OptionalLong.empty(), warnings(share, model, context));
  }

  private static VitrineException taken(AddToShare statement, String problem) {
    return statement
        .model()
        .at(
            new VitrineException(ErrorCode.MODEL_ALREADY_EXISTS, problem)
                .withHint("Choose another name with AS schema.name."));
  }

  /** The caller can hold EXECUTE, as required, and the owner of the share not. */
  private static List<String> warnings(ShareRow share, ResolvedObject model, TaskContext context) {
    return OwnerAccess.readable(share.ownerId(), List.of(model.id()), context.transaction())
            .isEmpty()
        ? List.of("Recipients do not see the model until the owner of the share has EXECUTE on it.")
        : List.of();
  }
}
