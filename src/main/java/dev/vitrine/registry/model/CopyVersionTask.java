package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;

final class CopyVersionTask implements Task<CopyVersion, TaskResult> {
  @Override
  public TaskResult execute(CopyVersion statement, TaskContext context) {
    ResolvedObject target = context.resolver().lookModel(statement.target());
    context.note(target);
    if (target.known()) {
      context.require(target, statement.target());
    }
    ResolvedObject schema = NewModels.requireSchema(target, statement.target(), context);
    VersionCopy copy = VersionCopy.of(statement.source(), statement.version(), context);
    if (!target.visible()) {
      long id = NewModels.create(target, schema, statement.target().last(), null, context);
      return copy.addTo(id, context);
    }
    context.authorize(Operation.ADD_VERSION, target);
    context.lock(target);
    return copy.addTo(target.id(), context);
  }
}
