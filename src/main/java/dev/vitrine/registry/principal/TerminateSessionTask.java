package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.TerminateSession;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.principal.SessionDao;
import java.util.Locale;
import java.util.Optional;

/** The session of another user is reported as not found, except to an admin. */
final class TerminateSessionTask implements Task<TerminateSession, TaskResult> {
  /** Maximum characters of the session ID in an error. */
  private static final int LONGEST_SHOWN = 64;

  @Override
  public TaskResult execute(TerminateSession statement, TaskContext context) {
    boolean any = Principals.mayDo(Operation.TERMINATE_SESSION_OF_ANOTHER, context);
    String id = statement.sessionId().toLowerCase(Locale.ROOT);
    context.transaction().writing();
    SessionDao sessions = context.sessions();
    Optional<String> user =
        sessions
            .user(id)
            .filter(owner -> any || owner.id() == context.caller().id())
            .map(PrincipalRow::name);
    if (user.isEmpty() || !sessions.delete(id)) {
      throw new VitrineException(
              ErrorCode.SESSION_NOT_FOUND, "There is no session '" + shown(id) + "'.")
          .withHint("SHOW SESSIONS lists the existing sessions.");
    }
    context.addAuditParameter("user", user.get());
    context.causes(AfterCommit.SESSIONS_END);
    return TaskResult.changed(1);
  }

  private static String shown(String id) {
    return StorableText.excerpt(id, LONGEST_SHOWN);
  }
}
