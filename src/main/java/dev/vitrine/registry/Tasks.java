package dev.vitrine.registry;

import static java.util.Objects.requireNonNull;

import dev.vitrine.registry.container.ContainerTasks;
import dev.vitrine.registry.drop.DropTasks;
import dev.vitrine.registry.file.FileTasks;
import dev.vitrine.registry.model.ModelTasks;
import dev.vitrine.registry.principal.PrincipalTasks;
import dev.vitrine.registry.provider.ProviderTasks;
import dev.vitrine.registry.securable.SecurableTasks;
import dev.vitrine.registry.share.ShareTasks;
import dev.vitrine.registry.show.ShowTasks;
import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which task executes which statement or call. */
public final class Tasks {
  private static final Map<Class<?>, TaskDefinition<?, ?>> DEFINITIONS =
      Stream.of(
              ContainerTasks.all(),
              ModelTasks.all(),
              DropTasks.all(),
              FileTasks.all(),
              SecurableTasks.all(),
              PrincipalTasks.all(),
              ShareTasks.all(),
              ProviderTasks.all(),
              ShowTasks.all())
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(TaskDefinition::type, Function.identity()));

  private Tasks() {}

  /** The tasks of all statements but those that begin or end a transaction, and of all calls. */
  public static Map<Class<?>, TaskDefinition<?, ?>> definitions() {
    return DEFINITIONS;
  }

  /** The task of a statement that neither begins nor ends a transaction. */
  @SuppressWarnings("unchecked") // TaskDefinition.of gives definitions of statements this result.
  public static TaskDefinition<?, TaskResult> of(Statement statement) {
    return (TaskDefinition<?, TaskResult>) definition(statement);
  }

  /** The task of a call. */
  @SuppressWarnings("unchecked") // TaskDefinition.ofCall gives definitions the result of the call.
  public static <R> TaskDefinition<?, R> of(Call<R> call) {
    return (TaskDefinition<?, R>) definition(call);
  }

  private static TaskDefinition<?, ?> definition(Object statement) {
    return requireNonNull(DEFINITIONS.get(statement.getClass()), "statement without a task");
  }
}
