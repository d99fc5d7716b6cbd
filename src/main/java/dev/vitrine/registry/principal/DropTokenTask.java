package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import dev.vitrine.store.principal.TokenDao;
import dev.vitrine.store.principal.TokenRow;
import java.util.Optional;

/** A token of another user is reported as absent, except to admins. */
final class DropTokenTask implements Task<DropToken, TaskResult> {
  @Override
  public TaskResult execute(DropToken statement, TaskContext context) {
    boolean any = Principals.mayDo(Operation.DROP_TOKEN_OF_ANOTHER, context);
    context.transaction().writing();
    TokenDao tokens = context.tokens();
    Optional<TokenRow> token =
        tokens
            .find(statement.tokenId())
            .filter(found -> any || found.userId() == context.caller().id());
    if (token.isEmpty() || !tokens.delete(statement.tokenId())) {
      throw new VitrineException(
              ErrorCode.TOKEN_NOT_FOUND, "There is no token " + statement.tokenId() + ".")
          .withHint("SHOW TOKENS lists the existing tokens.");
    }
    context.addAuditParameter("user", token.get().user());
    context.causes(AfterCommit.SESSIONS_END);
    return TaskResult.changed(1);
  }
}
