package dev.vitrine.registry;

import dev.vitrine.statement.tree.Statement;

/** Executes one kind of statement. Stateless, so shared between threads. */
@FunctionalInterface
interface Task<S extends Statement> {
  /**
   * Does what the statement says.
   *
   * @throws dev.vitrine.error.VitrineException when it is refused; the caller undoes what was done
   * @throws dev.vitrine.store.StoreConflictException when it should be run again from the start
   */
  TaskResult execute(S statement, TaskContext context);
}
