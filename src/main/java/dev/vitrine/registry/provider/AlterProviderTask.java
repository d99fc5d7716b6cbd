package dev.vitrine.registry.provider;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.statement.tree.ProviderStatement.AlterProvider;
import dev.vitrine.store.provider.ProviderRow;

/** Catalogs that follow shares of the provider are refreshed with the new token. */
final class AlterProviderTask implements Task<AlterProvider, TaskResult> {
  @Override
  public TaskResult execute(AlterProvider statement, TaskContext context) {
    ProviderRow provider = Providers.lock(statement.provider(), context);
    ShareCredential credential = Providers.credential(statement.activation(), context);
    context
        .transaction()
        .providers()
        .setCredential(
            provider.id(),
            credential.endpoint(),
            credential.token(),
            credential.expiresAt().orElse(null),
            context.stamp());
    return TaskResult.changed(1);
  }
}
