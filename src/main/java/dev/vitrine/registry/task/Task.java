package dev.vitrine.registry.task;

/**
 * Executes one kind of statement or call. Stateless, so shared between threads.
 *
 * @param <R> its result
 */
@FunctionalInterface
public interface Task<S, R> {
  /**
   * Executes the statement.
   *
   * @throws dev.vitrine.error.VitrineException when it is refused; the caller undoes its changes
   * @throws dev.vitrine.store.vendor.StoreConflictException when it should be run again from the
   *     start
   */
  R execute(S statement, TaskContext context);
}
