package dev.vitrine.registry;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.store.StoreConflictException;

/** Whoever sees a model sees what the relation {@code models} has of it, and its tags. */
final class ReadModelTask implements Task<ReadModel> {
  @Override
  public TaskResult execute(ReadModel call, TaskContext context) {
    Target model = context.requireModel(call.model());
    Access access = model.access().orElseThrow();
    return context
        .transaction()
        .models()
        .model(model.id(), access.browseOnly(), Authorizer.permits(Operation.READ_VERSIONS, access))
        .map(TaskResult.Model::new)
        .orElseThrow(StoreConflictException::new);
  }
}
