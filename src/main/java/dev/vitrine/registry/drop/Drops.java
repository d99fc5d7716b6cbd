package dev.vitrine.registry.drop;

import dev.vitrine.registry.task.TaskContext;
import java.time.LocalDateTime;

/** Shared code of dropping models and versions. */
final class Drops {
  private Drops() {}

  /** Whether something that is dropped now can be restored. */
  static boolean restorable(boolean purge, TaskContext context) {
    return !purge && context.retention().settings().droppedDays() > 0;
  }

  /**
   * The time after which something must have been dropped so that it can be restored, whether or
   * not it was purged by now.
   */
  static LocalDateTime restorableAfter(TaskContext context) {
    return context
        .transaction()
        .history()
        .time()
        .minusDays(context.retention().settings().droppedDays());
  }
}
