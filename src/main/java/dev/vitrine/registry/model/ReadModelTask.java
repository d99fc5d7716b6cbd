package dev.vitrine.registry.model;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.store.vendor.StoreConflictException;

/** A caller who sees a model sees its row of the relation {@code models} and its tags. */
final class ReadModelTask implements Task<ReadModel, RegisteredModel> {
  @Override
  public RegisteredModel execute(ReadModel call, TaskContext context) {
    ResolvedObject model = context.requireModel(call.model());
    Access access = model.access().orElseThrow();
    return context
        .lookUps()
        .model(model.id())
        .orElseThrow(StoreConflictException::new)
        .seen(access.browseOnly(), Authorizer.permits(Operation.READ_VERSIONS, access));
  }
}
