package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.ReadDependencies;
import java.util.Map;

/** For callers who may read the versions. */
final class ReadDependenciesTask implements Task<ReadDependencies, Map<Long, String>> {
  @Override
  public Map<Long, String> execute(ReadDependencies call, TaskContext context) {
    ResolvedObject model = context.requireModel(call.model());
    context.authorize(Operation.READ_VERSIONS, model);
    return context.versions().dependencies(model.id());
  }
}
