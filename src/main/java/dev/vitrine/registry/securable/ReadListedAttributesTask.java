package dev.vitrine.registry.securable;

import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.ReadListedAttributes;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** By the same rules as {@link ReadAttributesTask}; objects without attributes are not resolved. */
final class ReadListedAttributesTask
    implements Task<ReadListedAttributes, Map<String, Map<ClientAttribute, String>>> {
  @Override
  public Map<String, Map<ClientAttribute, String>> execute(
      ReadListedAttributes call, TaskContext context) {
    Map<String, Map<ClientAttribute, String>> found = new LinkedHashMap<>();
    for (String name : context.lookUps().withAttributes(call.type(), call.fullNames())) {
      ResolvedObject target =
          context
              .resolver()
              .look(SecurableRef.of(call.type(), QualifiedName.of(name.split("\\."))));
      if (target.visible()) {
        found.put(name, ReadAttributesTask.attributes(target, context));
      }
    }
    return Map.copyOf(found);
  }
}
