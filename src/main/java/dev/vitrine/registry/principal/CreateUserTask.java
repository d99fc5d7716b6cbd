package dev.vitrine.registry.principal;

import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import java.util.Optional;

final class CreateUserTask implements Task<CreateUser, TaskResult> {
  @Override
  public TaskResult execute(CreateUser statement, TaskContext context) {
    Principals.requireFree(statement.name(), context);
    Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    PrincipalName user =
        CheckedNames.check(() -> new PrincipalName(statement.name().value()), statement.name());
    if (statement.password().isPresent()) {
      user.requireUsableWithPassword();
    }
    String name = user.value();
    Optional<StoredPassword> password =
        statement.password().map(secret -> PasswordHashes.stored(secret.value()));
    context.transaction().writing();
    context.principals().lock();
    context
        .principals()
        .insert(name, PrincipalKind.USER, password.orElse(null), context.stamp().at());
    return TaskResult.createdPrincipal(name);
  }
}
