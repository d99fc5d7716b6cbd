package dev.vitrine.registry.model;

import dev.vitrine.registry.task.TaskContext;

/** Shared code of dropping models and versions. */
final class Drops {
  private Drops() {}

  /** Whether something that is dropped now can be restored. */
  static boolean restorable(boolean purge, TaskContext context) {
    return !purge && context.retention().settings().droppedDays() > 0;
  }
}
