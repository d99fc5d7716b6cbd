package dev.vitrine.registry.securable;

import dev.vitrine.registry.task.Target;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Call.SetAttribute;
import java.util.Optional;

/** The right to comment an object includes the right to store attributes with it. */
public final class SetAttributeTask implements Task<SetAttribute> {
  @Override
  public TaskResult execute(SetAttribute call, TaskContext context) {
    Target target = context.require(call.securable());
    context.authorize(CommentOnTask.operation(target.type()), target);
    Optional<String> value =
        Optional.of(call.value().value())
            .filter(text -> !text.isEmpty())
            .map(text -> limit(call).check(text));
    context.transaction().writing();
    context.transaction().securables().lock(target.type(), target.id());
    context
        .transaction()
        .securables()
        .setAttribute(target.type(), target.id(), call.attribute(), value, context.stamp());
    return TaskResult.changed(1);
  }

  private static Texts limit(SetAttribute call) {
    return switch (call.attribute()) {
      case PROPERTIES, OPTIONS -> Texts.ATTRIBUTES;
      case DEPLOYMENT_JOB_ID -> Texts.JOB_ID;
    };
  }
}
