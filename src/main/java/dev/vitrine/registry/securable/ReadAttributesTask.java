package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.ReadAttributes;
import java.util.Map;

/**
 * For users who see the object not only through BROWSE. Options can contain credentials of other
 * systems, so they are only for users who may change them.
 */
final class ReadAttributesTask implements Task<ReadAttributes, Map<ClientAttribute, String>> {
  @Override
  public Map<ClientAttribute, String> execute(ReadAttributes call, TaskContext context) {
    return attributes(context.require(call.securable()), context);
  }

  /** What the caller may see of the attributes of a visible object. */
  static Map<ClientAttribute, String> attributes(ResolvedObject target, TaskContext context) {
    Access access = target.access().orElseThrow();
    if (access.browseOnly()) {
      return Map.of();
    }
    Map<ClientAttribute, String> found =
        context.securables().attributes(target.type(), target.id());
    if (!Authorizer.permits(Operation.COMMENT, access)) {
      found.remove(ClientAttribute.OPTIONS);
    }
    return Map.copyOf(found);
  }
}
