package dev.vitrine.registry.task;

/** Executes one kind of statement or call. Stateless, so shared between threads. */
@FunctionalInterface
public interface Task<S> {
  /**
   * Executes the statement.
   *
   * @throws dev.vitrine.error.VitrineException when it is refused; the caller rolls back its
   *     changes
   * @throws dev.vitrine.store.StoreConflictException when it should be run again from the start
   */
  TaskResult execute(S statement, TaskContext context);
}
