package dev.vitrine.registry.drop;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.model.NewModels;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.UndropModel;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.store.securable.DroppedModelRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.Optional;

/**
 * Restores the dropped model of a name that was dropped last, or the one with an ID. All reasons
 * that prevent it have the same error, before anything else is checked, so that the error reveals
 * neither a dropped model nor the model that has its name now.
 */
final class UndropModelTask implements Task<UndropModel, TaskResult> {
  @Override
  public TaskResult execute(UndropModel statement, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(statement.name());
    DroppedModelRow dropped =
        find(model, statement, context)
            .orElseThrow(() -> statement.name().at(notFound(model, statement)));
    QualifiedName full =
        statement.newName().map(name -> NewModels.inSchemaOf(model, name)).orElse(statement.name());
    Identifier last = full.last();
    ResolvedObject restored = context.resolver().lookModel(full);
    String name =
        statement.newName().isEmpty()
            ? dropped.name()
            : CheckedNames.check(() -> new ObjectName(last.value()), last).value();
    if (!restored.schema().equals(model.schema()) || !restored.catalog().equals(model.catalog())) {
      throw full.at(
          new VitrineException(
                  ErrorCode.CANNOT_RENAME_ACROSS_SCHEMA,
                  "A model cannot be restored into another schema.")
              .withHint("Leave the schema out: UNDROP MODEL … AS new_name."));
    }
    if (restored.exists()) {
      throw AlreadyExists.error(restored, last, "Restore the model under another name with AS.");
    }
    context.transaction().writing();
    context.transaction().claiming(SecurableType.MODEL, model.idOf(SecurableType.SCHEMA), name);
    if (!context.dropped().lock(dropped.modelId())) {
      throw new StoreConflictException();
    }
    context
        .dropped()
        .restoreModel(
            dropped.modelId(), name, restored.fullName(), context.caller().id(), context.stamp());
    context.created(restored, dropped.modelId());
    return TaskResult.changed(1);
  }

  private static Optional<DroppedModelRow> find(
      ResolvedObject model, UndropModel statement, TaskContext context) {
    Optional<Access> schema =
        Optional.of(context.resolver().container(model))
            .filter(ResolvedObject::visible)
            .flatMap(ResolvedObject::access);
    if (schema.isEmpty() || !Authorizer.permits(Operation.UNDROP_MODEL, schema.get())) {
      return Optional.empty();
    }
    boolean all = Authorizer.permits(Operation.SEE_DROPPED_MODELS, schema.get());
    return context.dropped().models(model.fullName(), Drops.restorableAfter(context)).stream()
        .filter(row -> statement.id().map(id -> id == row.modelId()).orElse(true))
        .filter(row -> all || context.caller().holders().contains(row.ownerId()))
        .findFirst();
  }

  private static VitrineException notFound(ResolvedObject model, UndropModel statement) {
    String which = statement.id().map(number -> " with ID " + number).orElse("");
    return new VitrineException(
            ErrorCode.MODEL_NOT_FOUND,
            "There is no dropped model '" + model.fullName() + "'" + which + " to restore.")
        .withHint(
            "SHOW MODELS DROPPED lists the dropped models that you may see."
                + " Restoring one needs CREATE MODEL on its schema.");
  }
}
