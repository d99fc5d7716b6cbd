package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.QualifiedName;

final class RenameModelTask implements Task<RenameModel, TaskResult> {
  @Override
  public TaskResult execute(RenameModel statement, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(statement.name());
    if (statement.ifExists() && !model.visible()) {
      return TaskResult.changed(0);
    }
    context.require(model, statement.name());
    context.authorize(Operation.RENAME_MODEL, model);
    context.authorize(Operation.RENAME_MODEL, context.resolver().container(model));
    QualifiedName full = NewModels.inSchemaOf(model, statement.newName());
    Identifier last = statement.newName().last();
    String name = CheckedNames.check(() -> new ObjectName(last.value()), last).value();
    ResolvedObject renamed = context.resolver().lookModel(full);
    if (!renamed.schema().equals(model.schema()) || !renamed.catalog().equals(model.catalog())) {
      throw statement
          .newName()
          .at(
              new VitrineException(
                      ErrorCode.CANNOT_RENAME_ACROSS_SCHEMA,
                      "A model cannot be renamed into another schema.")
                  .withHint("Copy its versions with ALTER MODEL … ADD VERSION FROM MODEL …."));
    }
    if (renamed.exists()) {
      throw AlreadyExists.error(renamed, last);
    }
    context.transaction().writing();
    context.transaction().claiming(SecurableType.MODEL, model.idOf(SecurableType.SCHEMA), name);
    context.securables().lock(model.type(), model.id());
    context.securables().renameModel(model.id(), name, renamed.fullName(), context.stamp());
    return TaskResult.changed(1);
  }
}
