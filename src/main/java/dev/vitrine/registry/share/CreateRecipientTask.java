package dev.vitrine.registry.share;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import java.util.Optional;

/** The result is the only place that ever contains the token of the recipient. */
final class CreateRecipientTask implements Task<CreateRecipient, TaskResult> {
  @Override
  public TaskResult execute(CreateRecipient statement, TaskContext context) {
    String name = ShareNames.valid(statement.name());
    if (Recipients.find(statement.name(), context).isPresent()) {
      if (statement.ifNotExists()) {
        // No row, because the token of the existing recipient is not known.
        return ShowQuery.of(Activation.COLUMNS, "recipients")
            .where("recipient_name", "")
            .orderBy("recipient_name");
      }
      throw exists(statement);
    }
    Principals.authorize(Operation.CREATE_RECIPIENT, context);
    Optional<String> comment = statement.comment().map(Texts.COMMENT::check);
    Activation activation =
        new Activation(statement.days().orElse(null), statement.endpoint().orElse(null), context);
    context.transaction().writing();
    context.transaction().claiming("recipient", name);
    if (context.recipients().find(name).isPresent()) {
      throw exists(statement);
    }
    long owner = context.caller().id();
    Recipients.requireRoomOfOwner(owner, context);
    context
        .recipients()
        .insert(
            name,
            owner,
            comment.orElse(null),
            activation.hash(),
            activation.expiresAt(),
            context.stamp());
    return activation.result(name);
  }

  private static VitrineException exists(CreateRecipient statement) {
    return statement
        .name()
        .at(
            new VitrineException(
                    ErrorCode.RECIPIENT_ALREADY_EXISTS,
                    "Recipient '" + statement.name().value() + "' already exists.")
                .withHint("Choose another name, or add IF NOT EXISTS."));
  }
}
