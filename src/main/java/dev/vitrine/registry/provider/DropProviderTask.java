package dev.vitrine.registry.provider;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ProviderStatement.DropProvider;
import dev.vitrine.store.provider.ProviderDao;
import dev.vitrine.store.provider.ProviderRow;

/** Refused while a catalog follows one of its shares, whose content could not be refreshed. */
final class DropProviderTask implements Task<DropProvider, TaskResult> {
  @Override
  public TaskResult execute(DropProvider statement, TaskContext context) {
    if (statement.ifExists() && Providers.visible(statement.name(), context).isEmpty()) {
      return TaskResult.changed(0);
    }
    Providers.require(statement.name(), context);
    context.transaction().deletingParent();
    ProviderRow provider = Providers.lock(statement.name(), context);
    ProviderDao providers = context.transaction().providers();
    if (providers.isUsed(provider.id())) {
      throw statement
          .name()
          .at(
              new VitrineException(
                      ErrorCode.PROVIDER_IN_USE,
                      "Catalogs follow shares of provider '" + provider.name() + "'.")
                  .withHint(
                      "Drop them first with DROP CATALOG … CASCADE; the relation shared_catalogs"
                          + " lists them."));
    }
    providers.delete(provider.id());
    return TaskResult.changed(1);
  }
}
