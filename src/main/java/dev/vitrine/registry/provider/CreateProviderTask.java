package dev.vitrine.registry.provider;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.statement.tree.ProviderStatement.CreateProvider;
import dev.vitrine.store.provider.ProviderDao;
import java.util.Optional;

/** The provider is asked nothing, so it can be created before it can be reached. */
final class CreateProviderTask implements Task<CreateProvider, TaskResult> {
  /** Maximum number of providers. */
  private static final int MOST = 1_000;

  @Override
  public TaskResult execute(CreateProvider statement, TaskContext context) {
    boolean visible = Providers.visible(statement.name(), context).isPresent();
    if (visible && statement.ifNotExists()) {
      return TaskResult.changed(0);
    }
    Principals.authorize(Operation.CREATE_PROVIDER, context);
    String name =
        CheckedNames.check(() -> new ObjectName(statement.name().value()), statement.name())
            .value();
    Optional<String> comment = statement.comment().map(Texts.COMMENT::check);
    ShareCredential credential = Providers.credential(statement.activation(), context);
    context.transaction().writing();
    context.transaction().claiming("provider", name);
    ProviderDao providers = context.transaction().providers();
    if (providers.find(name).isPresent()) {
      throw statement
          .name()
          .at(
              new VitrineException(
                      ErrorCode.PROVIDER_ALREADY_EXISTS, "Provider '" + name + "' already exists.")
                  .withHint("Choose another name, or add IF NOT EXISTS."));
    }
    if (providers.count() >= MOST) {
      throw new VitrineException(
              ErrorCode.PROVIDER_LIMIT_EXCEEDED, "There are " + MOST + " providers already.")
          .withHint("Drop one that is not used with DROP PROVIDER.");
    }
    providers.insert(
        name,
        context.caller().id(),
        comment.orElse(null),
        credential.endpoint(),
        credential.token(),
        credential.expiresAt().orElse(null),
        context.stamp());
    return TaskResult.changed(1);
  }
}
