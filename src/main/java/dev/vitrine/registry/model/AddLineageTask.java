package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.Call.AddLineage;
import dev.vitrine.store.securable.VersionRow;

/** Records the lineage of a version. */
final class AddLineageTask implements Task<AddLineage, Integer> {
  @Override
  public Integer execute(AddLineage call, TaskContext context) {
    ResolvedObject model = context.requireModel(call.model());
    boolean began =
        context
            .files()
            .setOf(model.id(), call.version())
            .filter(set -> set.creatorId() == context.caller().id())
            .isPresent();
    context.authorize(began ? Operation.ADD_LINEAGE : Operation.ADD_LINEAGE_OF_OTHERS, model);
    context.lock(model);
    VersionRow row =
        context
            .versions()
            .find(model.id(), call.version())
            .orElseThrow(() -> VersionNumbers.notFound(model, call.version()));
    return Lineage.add(
        model.id(), call.version(), call.sources(), row.runId().orElse(null), context);
  }
}
