package dev.vitrine.registry.principal;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.TaskContext;

/** The rule that the metastore always has an admin. */
public final class Admins {
  private Admins() {}

  /**
   * Checks, under the lock of principals and after the change, that a user is still admin.
   *
   * @throws VitrineException LAST_ADMIN
   */
  public static void requireOne(TaskContext context) {
    if (!context.principals().anyAdmin()) {
      throw new VitrineException(ErrorCode.LAST_ADMIN, "The metastore would have no admin.")
          .withHint("First make another user its owner, or a member of the owning group.");
    }
  }
}
