package dev.vitrine.registry;

import dev.vitrine.registry.file.LocateFilesTask;
import dev.vitrine.registry.file.OpenFilesTask;
import dev.vitrine.registry.model.AddLineageTask;
import dev.vitrine.registry.model.BeginVersionTask;
import dev.vitrine.registry.model.FinalizeVersionTask;
import dev.vitrine.registry.model.ReadModelTask;
import dev.vitrine.registry.model.ReadVersionTask;
import dev.vitrine.registry.securable.ReadAttributesTask;
import dev.vitrine.registry.securable.SetAttributeTask;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Call.AddLineage;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.ReadAttributes;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.Call.SetAttribute;
import java.util.Map;
import java.util.Set;

/** Which task executes which call, and under which name the audit trail has it. */
public final class Calls {
  private record Entry<C extends Call>(Class<C> type, String action, Task<C> task) {
    TaskResult execute(Call call, TaskContext context) {
      return task.execute(type.cast(call), context);
    }
  }

  private static final Map<Class<? extends Call>, Entry<?>> ENTRIES =
      Map.of(
          AddLineage.class,
          new Entry<>(AddLineage.class, "addModelVersionLineage", new AddLineageTask()),
          BeginVersion.class,
          new Entry<>(BeginVersion.class, "createModelVersion", new BeginVersionTask()),
          FinalizeVersion.class,
          new Entry<>(FinalizeVersion.class, "finalizeModelVersion", new FinalizeVersionTask()),
          LocateFiles.class,
          new Entry<>(
              LocateFiles.class, "generateTemporaryModelVersionCredential", new LocateFilesTask()),
          OpenFiles.class,
          new Entry<>(
              OpenFiles.class, "generateTemporaryModelVersionCredential", new OpenFilesTask()),
          ReadAttributes.class,
          new Entry<>(ReadAttributes.class, "getClientAttributes", new ReadAttributesTask()),
          ReadModel.class,
          new Entry<>(ReadModel.class, "getRegisteredModel", new ReadModelTask()),
          ReadVersion.class,
          new Entry<>(ReadVersion.class, "getModelVersion", new ReadVersionTask()),
          SetAttribute.class,
          new Entry<>(SetAttribute.class, "setClientAttribute", new SetAttributeTask()));

  private Calls() {}

  /**
   * Runs the task of a call.
   *
   * @throws dev.vitrine.error.VitrineException when it is refused
   */
  public static TaskResult execute(Call call, TaskContext context) {
    return ENTRIES.get(call.getClass()).execute(call, context);
  }

  /** The name of a call's action in the audit trail. */
  public static String action(Call call) {
    return ENTRIES.get(call.getClass()).action();
  }

  /** The calls that have a task. */
  public static Set<Class<? extends Call>> calls() {
    return ENTRIES.keySet();
  }
}
