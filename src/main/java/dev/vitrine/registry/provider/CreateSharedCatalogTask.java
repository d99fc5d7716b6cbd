package dev.vitrine.registry.provider;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.AlreadyExists;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.share.SharedContent;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.store.provider.ProviderRow;
import dev.vitrine.store.provider.SharedCatalogDao;
import java.util.Optional;

/** Reads the share first, so that the catalog has its content from the beginning. */
final class CreateSharedCatalogTask implements Task<CreateSharedCatalog, TaskResult> {
  /** Maximum number of catalogs that follow a share. */
  private static final int MOST = 1_000;

  @Override
  public TaskResult execute(CreateSharedCatalog statement, TaskContext context) {
    ResolvedObject target = context.resolver().lookCatalog(statement.name());
    if (target.visible()) {
      return AlreadyExists.answer(target, statement.ifNotExists(), statement.name());
    }
    context.authorize(Operation.CREATE_CATALOG, context.resolver().container(target));
    String name =
        CheckedNames.check(() -> new ObjectName(statement.name().value()), statement.name())
            .value();
    String share =
        CheckedNames.check(() -> new ObjectName(statement.share().value()), statement.share())
            .value();
    Optional<String> comment = statement.comment().map(Texts.COMMENT::check);
    ProviderRow provider = Providers.require(statement.provider(), context);
    if (target.exists()) {
      throw AlreadyExists.error(target, statement.name());
    }
    ShareRequest request =
        ShareRequest.content(provider.name(), Providers.credential(provider), share);
    Optional<ShareResponse> response = Providers.response(request, context);
    if (response.isEmpty()) {
      return new TaskResult.Awaits(request);
    }
    SharedContent content = ((ShareResponse.Content) response.get()).content();
    ProviderRow locked = Providers.lock(statement.provider(), context);
    context.transaction().claiming(SecurableType.CATALOG, name);
    SharedCatalogDao catalogs = context.transaction().sharedCatalogs();
    if (catalogs.count() >= MOST) {
      throw new VitrineException(
              ErrorCode.PROVIDER_LIMIT_EXCEEDED, MOST + " catalogs follow shares already.")
          .withHint("Drop one that is not used with DROP CATALOG … CASCADE.");
    }
    long id =
        context
            .securables()
            .insertCatalog(
                name, context.caller().id(), comment.orElse(null), null, context.stamp());
    catalogs.insert(id, locked.id(), share, content.revision(), context.stamp().at());
    catalogs
        .find(id)
        .ifPresent(catalog -> new ContentUpdate(catalog, context.transaction()).apply(content));
    context.created(target, id);
    context.causes(AfterCommit.SHARED_CATALOGS_CHANGE);
    return TaskResult.changed(1);
  }
}
