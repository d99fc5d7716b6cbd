package dev.vitrine.registry.show;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import dev.vitrine.statement.tree.ShowStatement.ShowAliases;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;
import dev.vitrine.statement.tree.ShowStatement.ShowCreateModel;
import dev.vitrine.statement.tree.ShowStatement.ShowDroppedModels;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGroups;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;
import dev.vitrine.statement.tree.ShowStatement.ShowSchemas;
import dev.vitrine.statement.tree.ShowStatement.ShowSessions;
import dev.vitrine.statement.tree.ShowStatement.ShowTags;
import dev.vitrine.statement.tree.ShowStatement.ShowTokens;
import dev.vitrine.statement.tree.ShowStatement.ShowUsers;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;
import java.util.List;

/** The tasks on SHOW and DESCRIBE. */
public final class ShowTasks {
  private ShowTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(ShowCatalogs.class, "listCatalogs", "catalogs", new ShowCatalogsTask()),
        TaskDefinition.of(ShowSchemas.class, "listSchemas", "schemas", new ShowSchemasTask()),
        TaskDefinition.of(
            ShowModels.class,
            "listRegisteredModels",
            ShowModelsTask.COLUMNS,
            "models",
            new ShowModelsTask()),
        TaskDefinition.of(
            ShowDroppedModels.class,
            "listDroppedRegisteredModels",
            "dropped_models",
            new ShowDroppedModelsTask()),
        TaskDefinition.of(
            ShowVersions.class, "listModelVersions", "versions", new ShowVersionsTask()),
        TaskDefinition.of(
            ShowAliases.class, "listRegisteredModelAliases", "aliases", new ShowAliasesTask()),
        TaskDefinition.of(ShowTags.class, "listTagAssignments", "tags", new ShowTagsTask()),
        TaskDefinition.of(
            ShowGrants.class,
            "getPermissions",
            ShowGrantsTask.COLUMNS,
            "grants",
            new ShowGrantsTask()),
        TaskDefinition.of(
            ShowEffectiveGrants.class,
            "getEffectivePermissions",
            ShowEffectiveGrantsTask.COLUMNS,
            "effective_grants",
            new ShowEffectiveGrantsTask()),
        TaskDefinition.of(ShowUsers.class, "listUsers", "principals", new ShowUsersTask()),
        TaskDefinition.of(ShowGroups.class, "listGroups", "principals", new ShowGroupsTask()),
        TaskDefinition.of(ShowTokens.class, "listTokens", "tokens", new ShowTokensTask()),
        TaskDefinition.of(ShowSessions.class, "listSessions", "sessions", new ShowSessionsTask()),
        TaskDefinition.of(
            ShowCreateModel.class,
            "getRegisteredModel",
            "comment AS " + TaskResult.Definition.COLUMN,
            "models",
            new ShowCreateModelTask()),
        TaskDefinition.of(
            Describe.class,
            "describe",
            "name AS info_name, name AS info_value",
            "principals",
            new DescribeTask()));
  }
}
