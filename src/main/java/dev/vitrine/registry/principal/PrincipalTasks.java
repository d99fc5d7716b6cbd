package dev.vitrine.registry.principal;

import dev.vitrine.registry.task.TaskDefinition;
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
import dev.vitrine.statement.tree.HistoryStatement.PurgeHistory;
import dev.vitrine.statement.tree.HistoryStatement.SetDroppedRetention;
import dev.vitrine.statement.tree.HistoryStatement.SetHistoryRetention;
import java.util.List;

/** The tasks on users, groups, tokens, sessions, the audit trail and the history. */
public final class PrincipalTasks {
  private PrincipalTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(CreateUser.class, "createUser", new CreateUserTask()),
        TaskDefinition.of(AlterUserPassword.class, "changePassword", new AlterUserPasswordTask()),
        TaskDefinition.of(DropUser.class, "deleteUser", new DropUserTask()),
        TaskDefinition.of(CreateGroup.class, "createGroup", new CreateGroupTask()),
        TaskDefinition.of(AlterGroup.class, "updateGroup", new AlterGroupTask()),
        TaskDefinition.of(DropGroup.class, "deleteGroup", new DropGroupTask()),
        TaskDefinition.of(
            CreateToken.class,
            "createToken",
            CreateTokenTask.COLUMNS,
            "tokens",
            new CreateTokenTask()),
        TaskDefinition.of(DropToken.class, "deleteToken", new DropTokenTask()),
        TaskDefinition.of(TerminateSession.class, "terminateSession", new TerminateSessionTask()),
        TaskDefinition.of(SetAuditRetention.class, "updateMetastore", new SetAuditRetentionTask()),
        TaskDefinition.of(
            SetHistoryRetention.class, "updateMetastore", new SetHistoryRetentionTask()),
        TaskDefinition.of(
            SetDroppedRetention.class, "updateMetastore", new SetDroppedRetentionTask()),
        TaskDefinition.of(PurgeHistory.class, "purgeHistory", new PurgeHistoryTask()));
  }
}
