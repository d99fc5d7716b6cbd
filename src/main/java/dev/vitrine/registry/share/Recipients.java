package dev.vitrine.registry.share;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.store.share.RecipientRow;
import java.util.Optional;

/** Shared code of the statements on recipients. */
final class Recipients {
  private Recipients() {}

  /** The recipient, if the caller owns it or is an admin. */
  static Optional<RecipientRow> find(Identifier name, TaskContext context) {
    boolean any = Principals.mayDo(Operation.CHANGE_RECIPIENT_OF_ANOTHER, context);
    return context
        .recipients()
        .find(ShareNames.checked(name))
        .filter(recipient -> any || context.caller().holders().contains(recipient.ownerId()));
  }

  /**
   * The same.
   *
   * @throws VitrineException RECIPIENT_NOT_FOUND
   */
  static RecipientRow require(Identifier name, TaskContext context) {
    return find(name, context).orElseThrow(() -> notFound(name));
  }

  /**
   * The same, locked until the transaction ends.
   *
   * @throws VitrineException RECIPIENT_NOT_FOUND
   */
  static RecipientRow lock(Identifier name, TaskContext context) {
    RecipientRow recipient = require(name, context);
    context.transaction().writing();
    return lockRow(recipient, name, context);
  }

  /** The same for a recipient that is deleted. */
  static Optional<RecipientRow> lockToDelete(Identifier name, TaskContext context) {
    Optional<RecipientRow> recipient = find(name, context);
    recipient.ifPresent(
        found -> {
          context.transaction().deletingParent();
          lockRow(found, name, context);
        });
    return recipient;
  }

  private static RecipientRow lockRow(
      RecipientRow recipient, Identifier name, TaskContext context) {
    context.recipients().lock(recipient.id());
    // Another transaction may have changed its owner, or dropped it, before the lock.
    return require(name, context);
  }

  static VitrineException notFound(Identifier name) {
    return name.at(
        new VitrineException(
                ErrorCode.RECIPIENT_NOT_FOUND, "Recipient '" + name.value() + "' does not exist.")
            .withHint(
                "Check the name with SHOW RECIPIENTS. Recipients of other owners are not listed."));
  }

  /** Takes the lock under which an owner gets recipients, and checks that one more fits. */
  static void requireRoomOfOwner(long ownerId, TaskContext context) {
    context.recipients().lockOwner(ownerId);
    Shares.requireRoom(
        context.recipients().countOf(ownerId),
        Shares.MOST_OF_OWNER,
        "The owner has too many recipients.");
  }
}
