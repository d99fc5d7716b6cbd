package dev.vitrine.registry.task;

/** Executes one kind of statement or call. Stateless, so shared between threads. */
@FunctionalInterface
public interface Task<S> {
  /**
   * Does what the statement says.
   *
   * @throws dev.vitrine.error.VitrineException when it is refused; the caller undoes what was done
   * @throws dev.vitrine.store.StoreConflictException when it should be run again from the start
   */
  TaskResult execute(S statement, TaskContext context);
}
