package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Alias;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.store.securable.VersionDao;

final class SetAliasTask implements Task<SetAlias, TaskResult> {
  @Override
  public TaskResult execute(SetAlias statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.SET_ALIAS, model);
    Alias alias = CheckedNames.check(() -> new Alias(statement.alias().value()), statement.alias());
    context.lock(model);
    long version = VersionNumbers.resolve(statement.version(), model, context);
    VersionDao versions = context.versions();
    versions.setAlias(model.id(), alias.value(), version);
    if (versions.aliasCount(model.id()) > Alias.MOST_PER_MODEL) {
      throw statement
          .alias()
          .at(
              new VitrineException(
                      ErrorCode.ALIAS_LIMIT_EXCEEDED,
                      "Model '"
                          + model.fullName()
                          + "' has "
                          + Alias.MOST_PER_MODEL
                          + " aliases, which is the maximum.")
                  .withHint("Remove one with ALTER MODEL … UNSET ALIAS."));
    }
    context.securables().touch(model.type(), model.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
