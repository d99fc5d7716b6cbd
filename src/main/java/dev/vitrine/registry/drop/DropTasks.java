package dev.vitrine.registry.drop;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ModelStatement.UndropModel;
import dev.vitrine.statement.tree.ModelStatement.UndropVersion;
import java.util.List;

/** The tasks that drop and restore models and versions. */
public final class DropTasks {
  private DropTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(DropModel.class, "deleteRegisteredModel", new DropModelTask()),
        TaskDefinition.of(UndropModel.class, "undropRegisteredModel", new UndropModelTask()),
        TaskDefinition.of(DropVersions.class, "deleteModelVersion", new DropVersionsTask()),
        TaskDefinition.of(UndropVersion.class, "undropModelVersion", new UndropVersionTask()));
  }
}
