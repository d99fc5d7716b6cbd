package dev.vitrine.registry.provider;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.statement.tree.ProviderStatement.RefreshCatalog;
import dev.vitrine.store.provider.SharedCatalogRow;

/** The content is updated by the engine, in its own transaction; this checks and records it. */
final class RefreshCatalogTask implements Task<RefreshCatalog, TaskResult> {
  @Override
  public TaskResult execute(RefreshCatalog statement, TaskContext context) {
    ResolvedObject catalog =
        context.require(context.resolver().lookCatalog(statement.catalog()), statement.catalog());
    context.authorize(Operation.REFRESH_CATALOG, catalog);
    SharedCatalogRow row =
        context
            .transaction()
            .sharedCatalogs()
            .find(catalog.id())
            .orElseThrow(
                () ->
                    statement
                        .catalog()
                        .at(
                            new VitrineException(
                                    ErrorCode.INVALID_PARAMETER_VALUE,
                                    "Catalog '" + catalog.fullName() + "' follows no share.")
                                .withHint(
                                    "The relation shared_catalogs lists the catalogs that do.")));
    ShareRequest request =
        ShareRequest.refresh(
            row.provider().name(),
            Providers.credential(row.provider()),
            row.share(),
            row.catalogId());
    return Providers.response(request, context).isEmpty()
        ? new TaskResult.Awaits(request)
        : TaskResult.changed(1);
  }
}
