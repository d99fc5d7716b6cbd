package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Call.SetAttribute;
import java.util.Optional;

/** The right to comment an object includes the right to store attributes with it. */
final class SetAttributeTask implements Task<SetAttribute, Integer> {
  @Override
  public Integer execute(SetAttribute call, TaskContext context) {
    ResolvedObject target = context.require(call.securable());
    context.authorize(Operation.COMMENT, target);
    Optional<String> value =
        Optional.of(call.value().value())
            .filter(text -> !text.isEmpty())
            .map(text -> limit(call).check(text));
    context.lock(target);
    context
        .securables()
        .setAttribute(
            target.type(), target.id(), call.attribute(), value.orElse(null), context.stamp());
    return 1;
  }

  private static Texts limit(SetAttribute call) {
    return switch (call.attribute()) {
      case PROPERTIES, OPTIONS -> Texts.ATTRIBUTES;
      case DEPLOYMENT_JOB_ID -> Texts.JOB_ID;
    };
  }
}
