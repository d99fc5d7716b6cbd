package dev.vitrine.registry.share;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.share.ShareRow;
import java.util.Optional;

/** Shared code of the statements on shares, and on owners of shares and recipients. */
final class Shares {
  /** Maximum shares, and maximum recipients, of an owner. */
  static final int MOST_OF_OWNER = 1_000;

  /** Maximum models of a share. */
  static final int MOST_MODELS = 1_000;

  /** Maximum recipients of a share, and maximum shares of a recipient. */
  static final int MOST_GRANTS = 1_000;

  private Shares() {}

  /** The share, if the caller owns it or is an admin. */
  static Optional<ShareRow> find(Identifier name, TaskContext context) {
    boolean any = Principals.mayDo(Operation.CHANGE_SHARE_OF_ANOTHER, context);
    return context
        .shares()
        .find(ShareNames.checked(name))
        .filter(share -> any || context.caller().holders().contains(share.ownerId()));
  }

  /**
   * The same.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  static ShareRow require(Identifier name, TaskContext context) {
    return find(name, context).orElseThrow(() -> notFound(name));
  }

  /**
   * The same, locked until the transaction ends.
   *
   * @throws VitrineException SHARE_NOT_FOUND
   */
  static ShareRow lock(Identifier name, TaskContext context) {
    ShareRow share = require(name, context);
    context.transaction().writing();
    return lockRow(share, name, context);
  }

  /** The same for a share that is deleted. */
  static Optional<ShareRow> lockToDelete(Identifier name, TaskContext context) {
    Optional<ShareRow> share = find(name, context);
    share.ifPresent(
        found -> {
          context.transaction().deletingParent();
          lockRow(found, name, context);
        });
    return share;
  }

  private static ShareRow lockRow(ShareRow share, Identifier name, TaskContext context) {
    context.shares().lock(share.id());
    // Another transaction may have changed its owner, or dropped it, before the lock.
    return require(name, context);
  }

  static VitrineException notFound(Identifier name) {
    return name.at(
        new VitrineException(
                ErrorCode.SHARE_NOT_FOUND, "Share '" + name.value() + "' does not exist.")
            .withHint("Check the name with SHOW SHARES. Shares of other owners are not listed."));
  }

  /**
   * The new owner of a share or recipient. Only admins give it to a principal that they are not and
   * are not in, because a share shows what its owner may read.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES
   */
  static PrincipalRow newOwner(Identifier name, TaskContext context) {
    PrincipalRow owner = context.principal(name);
    if (owner.id() == PrincipalRow.ACCOUNT_USERS) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE, "'account users' cannot own anything.")
              .withHint("Create a group with CREATE GROUP and make that the owner."));
    }
    if (!context.caller().admin() && !context.caller().holders().contains(owner.id())) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INSUFFICIENT_PRIVILEGES,
                  "User '"
                      + context.caller().name()
                      + "' cannot give a share or recipient to '"
                      + owner.name()
                      + "'.")
              .withHint("Give it to a group that you belong to, or ask an admin."));
    }
    return owner;
  }

  /**
   * Checks, under a lock of the owner, that one more fits.
   *
   * @throws VitrineException SHARE_LIMIT_EXCEEDED
   */
  static void requireRoom(long count, int most, String problem) {
    if (count >= most) {
      throw new VitrineException(ErrorCode.SHARE_LIMIT_EXCEEDED, problem)
          .withHint("The limit is " + most + ".");
    }
  }

  /** Takes the lock under which an owner gets shares, and checks that one more fits. */
  static void requireRoomOfOwner(long ownerId, TaskContext context) {
    context.recipients().lockOwner(ownerId);
    requireRoom(context.shares().countOf(ownerId), MOST_OF_OWNER, "The owner has too many shares.");
  }
}
