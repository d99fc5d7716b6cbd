package dev.vitrine.registry;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.container.CreateCatalogTask;
import dev.vitrine.registry.container.CreateSchemaTask;
import dev.vitrine.registry.container.DropCatalogTask;
import dev.vitrine.registry.container.DropSchemaTask;
import dev.vitrine.registry.container.UseCatalogTask;
import dev.vitrine.registry.container.UseSchemaTask;
import dev.vitrine.registry.model.AddVersionTask;
import dev.vitrine.registry.model.CopyVersionTask;
import dev.vitrine.registry.model.CreateModelFromModelTask;
import dev.vitrine.registry.model.CreateModelTask;
import dev.vitrine.registry.model.DropModelTask;
import dev.vitrine.registry.model.DropVersionsTask;
import dev.vitrine.registry.model.RenameModelTask;
import dev.vitrine.registry.model.SetAliasTask;
import dev.vitrine.registry.model.UnsetAliasTask;
import dev.vitrine.registry.principal.AlterGroupTask;
import dev.vitrine.registry.principal.AlterUserPasswordTask;
import dev.vitrine.registry.principal.CreateGroupTask;
import dev.vitrine.registry.principal.CreateTokenTask;
import dev.vitrine.registry.principal.CreateUserTask;
import dev.vitrine.registry.principal.DropGroupTask;
import dev.vitrine.registry.principal.DropTokenTask;
import dev.vitrine.registry.principal.DropUserTask;
import dev.vitrine.registry.principal.SetAuditRetentionTask;
import dev.vitrine.registry.principal.TerminateSessionTask;
import dev.vitrine.registry.securable.CommentOnTask;
import dev.vitrine.registry.securable.GrantPrivilegesTask;
import dev.vitrine.registry.securable.RevokePrivilegesTask;
import dev.vitrine.registry.securable.SetTagTask;
import dev.vitrine.registry.securable.SetTagsTask;
import dev.vitrine.registry.securable.TransferOwnershipTask;
import dev.vitrine.registry.securable.UnsetTagTask;
import dev.vitrine.registry.securable.UnsetTagsTask;
import dev.vitrine.registry.show.DescribeTask;
import dev.vitrine.registry.show.ShowAliasesTask;
import dev.vitrine.registry.show.ShowCatalogsTask;
import dev.vitrine.registry.show.ShowCreateModelTask;
import dev.vitrine.registry.show.ShowEffectiveGrantsTask;
import dev.vitrine.registry.show.ShowGrantsTask;
import dev.vitrine.registry.show.ShowGroupsTask;
import dev.vitrine.registry.show.ShowModelsTask;
import dev.vitrine.registry.show.ShowSchemasTask;
import dev.vitrine.registry.show.ShowSessionsTask;
import dev.vitrine.registry.show.ShowTagsTask;
import dev.vitrine.registry.show.ShowTokensTask;
import dev.vitrine.registry.show.ShowUsersTask;
import dev.vitrine.registry.show.ShowVersionsTask;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.AccountStatement.CreateGroup;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import dev.vitrine.statement.tree.AccountStatement.DropUser;
import dev.vitrine.statement.tree.AccountStatement.SetAuditRetention;
import dev.vitrine.statement.tree.AccountStatement.TerminateSession;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.CreateModelFromModel;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import dev.vitrine.statement.tree.ShowStatement.ShowAliases;
import dev.vitrine.statement.tree.ShowStatement.ShowCatalogs;
import dev.vitrine.statement.tree.ShowStatement.ShowCreateModel;
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
import dev.vitrine.statement.tree.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which task executes which statement, and under which name the audit trail has it (the action
 * names of Databricks' audit log, where it has one).
 */
public final class Tasks {
  private record Entry<S extends Statement>(Class<S> type, String action, Task<S> task) {
    TaskResult execute(Statement statement, TaskContext context) {
      return task.execute(type.cast(statement), context);
    }
  }

  private static final Map<Class<? extends Statement>, Entry<?>> ENTRIES = entries();

  /** The result columns of statements. */
  private static final Map<Class<? extends Statement>, String> TEMPLATES =
      Map.ofEntries(
          template(ShowCatalogs.class, "*", "catalogs"),
          template(ShowSchemas.class, "*", "schemas"),
          template(ShowModels.class, "*", "models"),
          template(ShowVersions.class, "*", "versions"),
          template(ShowAliases.class, "*", "aliases"),
          template(ShowTags.class, "*", "tags"),
          template(ShowGrants.class, ShowGrantsTask.COLUMNS, "grants"),
          template(ShowEffectiveGrants.class, ShowEffectiveGrantsTask.COLUMNS, "effective_grants"),
          template(ShowUsers.class, "*", "principals"),
          template(ShowGroups.class, "*", "principals"),
          template(ShowTokens.class, "*", "tokens"),
          template(ShowSessions.class, "*", "sessions"),
          template(CreateToken.class, CreateTokenTask.COLUMNS, "tokens"),
          template(ShowCreateModel.class, "comment AS " + TaskResult.Definition.COLUMN, "models"),
          template(Describe.class, "name AS info_name, name AS info_value", "principals"));

  private Tasks() {}

  /**
   * Runs the task of a statement.
   *
   * @throws VitrineException when the statement is refused, UNSUPPORTED_FEATURE when it is not in
   *     this release
   */
  public static TaskResult execute(Statement statement, TaskContext context) {
    return entry(statement.getClass())
        .orElseThrow(
            () ->
                new VitrineException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "The statement "
                            + statement.getClass().getSimpleName()
                            + " is not in this release.")
                    .withHint("See docs/dialect.md, section \"Statements\"."))
        .execute(statement, context);
  }

  /** The name of a statement's action in the audit trail. */
  public static String action(Class<? extends Statement> type) {
    return entry(type).map(Entry::action).orElse(type.getSimpleName());
  }

  /** The statements that have a task. */
  public static Set<Class<? extends Statement>> statements() {
    return Set.copyOf(ENTRIES.keySet());
  }

  /** A query with the result columns of a statement; empty for a statement without rows. */
  public static Optional<String> template(Class<? extends Statement> type) {
    return Optional.ofNullable(TEMPLATES.get(type));
  }

  private static Optional<Entry<?>> entry(Class<? extends Statement> type) {
    return Optional.ofNullable(ENTRIES.get(type));
  }

  private static Map.Entry<Class<? extends Statement>, String> template(
      Class<? extends Statement> type, String columns, String relation) {
    return Map.entry(type, "SELECT " + columns + " FROM \"system\".registry." + relation);
  }

  private static Map<Class<? extends Statement>, Entry<?>> entries() {
    Map<Class<? extends Statement>, Entry<?>> entries = new HashMap<>();
    put(entries, CreateCatalog.class, "createCatalog", new CreateCatalogTask());
    put(entries, DropCatalog.class, "deleteCatalog", new DropCatalogTask());
    put(entries, CreateSchema.class, "createSchema", new CreateSchemaTask());
    put(entries, DropSchema.class, "deleteSchema", new DropSchemaTask());

    put(entries, CreateModel.class, "createRegisteredModel", new CreateModelTask());
    put(
        entries,
        CreateModelFromModel.class,
        "createRegisteredModel",
        new CreateModelFromModelTask());
    put(entries, DropModel.class, "deleteRegisteredModel", new DropModelTask());
    put(entries, RenameModel.class, "updateRegisteredModel", new RenameModelTask());
    put(entries, AddVersion.class, "createModelVersion", new AddVersionTask());
    put(entries, CopyVersion.class, "createModelVersion", new CopyVersionTask());
    put(entries, DropVersions.class, "deleteModelVersion", new DropVersionsTask());
    put(entries, SetAlias.class, "setRegisteredModelAlias", new SetAliasTask());
    put(entries, UnsetAlias.class, "deleteRegisteredModelAlias", new UnsetAliasTask());

    put(entries, TransferOwnership.class, "updateOwner", new TransferOwnershipTask());
    put(entries, CommentOn.class, "updateComment", new CommentOnTask());
    put(entries, SetTags.class, "updateTagAssignments", new SetTagsTask());
    put(entries, UnsetTags.class, "updateTagAssignments", new UnsetTagsTask());
    put(entries, SetTag.class, "updateTagAssignments", new SetTagTask());
    put(entries, UnsetTag.class, "updateTagAssignments", new UnsetTagTask());

    put(entries, GrantPrivileges.class, "updatePermissions", new GrantPrivilegesTask());
    put(entries, RevokePrivileges.class, "updatePermissions", new RevokePrivilegesTask());
    put(entries, CreateUser.class, "createUser", new CreateUserTask());
    put(entries, AlterUserPassword.class, "changePassword", new AlterUserPasswordTask());
    put(entries, DropUser.class, "deleteUser", new DropUserTask());
    put(entries, CreateGroup.class, "createGroup", new CreateGroupTask());
    put(entries, AlterGroup.class, "updateGroup", new AlterGroupTask());
    put(entries, DropGroup.class, "deleteGroup", new DropGroupTask());

    put(entries, CreateToken.class, "createToken", new CreateTokenTask());
    put(entries, DropToken.class, "deleteToken", new DropTokenTask());
    put(entries, TerminateSession.class, "terminateSession", new TerminateSessionTask());
    put(entries, SetAuditRetention.class, "updateMetastore", new SetAuditRetentionTask());

    put(entries, UseCatalog.class, "useCatalog", new UseCatalogTask());
    put(entries, UseSchema.class, "useSchema", new UseSchemaTask());
    put(entries, ShowCatalogs.class, "listCatalogs", new ShowCatalogsTask());
    put(entries, ShowSchemas.class, "listSchemas", new ShowSchemasTask());
    put(entries, ShowModels.class, "listRegisteredModels", new ShowModelsTask());
    put(entries, ShowVersions.class, "listModelVersions", new ShowVersionsTask());
    put(entries, ShowAliases.class, "listRegisteredModelAliases", new ShowAliasesTask());
    put(entries, ShowTags.class, "listTagAssignments", new ShowTagsTask());
    put(entries, ShowGrants.class, "getPermissions", new ShowGrantsTask());
    put(
        entries,
        ShowEffectiveGrants.class,
        "getEffectivePermissions",
        new ShowEffectiveGrantsTask());
    put(entries, ShowUsers.class, "listUsers", new ShowUsersTask());
    put(entries, ShowGroups.class, "listGroups", new ShowGroupsTask());
    put(entries, ShowTokens.class, "listTokens", new ShowTokensTask());
    put(entries, ShowSessions.class, "listSessions", new ShowSessionsTask());
    put(entries, ShowCreateModel.class, "getRegisteredModel", new ShowCreateModelTask());
    put(entries, Describe.class, "describe", new DescribeTask());
    return Map.copyOf(entries);
  }

  private static <S extends Statement> void put(
      Map<Class<? extends Statement>, Entry<?>> entries,
      Class<S> type,
      String action,
      Task<S> task) {
    entries.put(type, new Entry<>(type, action, task));
  }
}
