package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.OptionalLong;

/** Shared code of the statements on tags. */
final class TaggedObjects {
  private TaggedObjects() {}

  /**
   * Resolves, authorises and locks the object whose tags change, and records its author of change.
   */
  static Tagged open(ObjectRef object, TaskContext context) {
    ResolvedObject target = context.require(object.securable());
    context.authorize(Operation.TAG, target);
    context.lock(target);
    if (object.version().isEmpty()) {
      context.securables().touch(target.type(), target.id(), context.stamp());
      return new Tagged(target.type(), target.id(), OptionalLong.empty());
    }
    long version = VersionNumbers.resolve(object.version().get(), target, context);
    context.versions().touch(target.id(), version, context.stamp());
    return new Tagged(target.type(), target.id(), OptionalLong.of(version));
  }
}
