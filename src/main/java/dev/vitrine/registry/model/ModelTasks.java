package dev.vitrine.registry.model;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.Call.AddLineage;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.ReadDependencies;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.CreateModelFromModel;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.ModelStatement.SetMetrics;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;
import java.util.List;

/** The tasks on registered models, their versions, aliases and lineage. */
public final class ModelTasks {
  private ModelTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(CreateModel.class, "createRegisteredModel", new CreateModelTask()),
        TaskDefinition.of(
            CreateModelFromModel.class, "createRegisteredModel", new CreateModelFromModelTask()),
        TaskDefinition.of(RenameModel.class, "updateRegisteredModel", new RenameModelTask()),
        TaskDefinition.of(AddVersion.class, "createModelVersion", new AddVersionTask()),
        TaskDefinition.of(CopyVersion.class, "createModelVersion", new CopyVersionTask()),
        TaskDefinition.of(SetAlias.class, "setRegisteredModelAlias", new SetAliasTask()),
        TaskDefinition.of(SetMetrics.class, "setModelVersionMetrics", new SetMetricsTask()),
        TaskDefinition.of(UnsetAlias.class, "deleteRegisteredModelAlias", new UnsetAliasTask()),
        TaskDefinition.ofCall(AddLineage.class, "addModelVersionLineage", new AddLineageTask()),
        TaskDefinition.ofCall(BeginVersion.class, "createModelVersion", new BeginVersionTask()),
        TaskDefinition.ofCall(
            FinalizeVersion.class, "finalizeModelVersion", new FinalizeVersionTask()),
        TaskDefinition.ofCall(ReadModel.class, "getRegisteredModel", new ReadModelTask()),
        TaskDefinition.ofCall(ReadVersion.class, "getModelVersion", new ReadVersionTask()),
        TaskDefinition.ofCall(
            ReadDependencies.class, "getModelVersion", new ReadDependenciesTask()));
  }
}
