package dev.vitrine.registry.task;

import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Statement;
import java.util.Optional;

/**
 * A task and its properties that are known before it runs.
 *
 * @param type the statement or call that it executes
 * @param action its name in the audit trail: that of Databricks' audit log, where there is one
 * @param template a query whose columns are those of the result; empty if it returns no rows
 */
public record TaskDefinition<S, R>(
    Class<S> type, String action, Optional<String> template, Task<S, R> task) {
  /** A statement that returns no rows. */
  public static <S extends Statement> TaskDefinition<S, TaskResult> of(
      Class<S> type, String action, Task<S, TaskResult> task) {
    return new TaskDefinition<>(type, action, Optional.empty(), task);
  }

  /** A statement that returns all columns of a relation of {@code system.registry}. */
  public static <S extends Statement> TaskDefinition<S, TaskResult> of(
      Class<S> type, String action, String relation, Task<S, TaskResult> task) {
    return of(type, action, "*", relation, task);
  }

  /** A statement that returns these columns over a relation of {@code system.registry}. */
  public static <S extends Statement> TaskDefinition<S, TaskResult> of(
      Class<S> type, String action, String columns, String relation, Task<S, TaskResult> task) {
    String template = "SELECT " + columns + " FROM \"system\".registry." + relation;
    return new TaskDefinition<>(type, action, Optional.of(template), task);
  }

  /** A call. */
  public static <R, C extends Call<R>> TaskDefinition<C, R> ofCall(
      Class<C> type, String action, Task<C, R> task) {
    return new TaskDefinition<>(type, action, Optional.empty(), task);
  }

  /** Runs the task of a statement or call, which is of the task's type. */
  public R execute(Object statement, TaskContext context) {
    return task.execute(type.cast(statement), context);
  }
}
