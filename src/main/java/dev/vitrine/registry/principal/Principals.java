package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.PrincipalRow;
import java.util.Locale;
import java.util.Optional;

/** Shared code of the statements on users and groups. */
public final class Principals {
  private Principals() {}

  /** Checks an operation that is about no securable but the metastore. */
  public static void authorize(Operation operation, TaskContext context) {
    context.authorize(operation, metastore(context));
  }

  /** Whether the caller may do an operation on the metastore. */
  public static boolean mayDo(Operation operation, TaskContext context) {
    return Authorizer.permits(operation, metastore(context).access().orElseThrow());
  }

  private static ResolvedObject metastore(TaskContext context) {
    return context.resolver().look(new SecurableRef(SecurableType.METASTORE, Optional.empty()));
  }

  /**
   * @throws VitrineException PRINCIPAL_ALREADY_EXISTS; names of principals are for all to see
   */
  public static void requireFree(Identifier name, TaskContext context) {
    Optional<PrincipalRow> taken = context.principals().find(name.value());
    if (taken.isPresent()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.PRINCIPAL_ALREADY_EXISTS,
                  "There is a "
                      + taken.get().kind().name().toLowerCase(Locale.ROOT)
                      + " '"
                      + taken.get().name()
                      + "' already.")
              .withHint("Users and groups share one namespace."));
    }
  }

  /** Drops a user or group that owns nothing. */
  public static TaskResult drop(PrincipalKind kind, Identifier name, TaskContext context) {
    authorize(Operation.ADMINISTER_PRINCIPALS, context);
    context.transaction().deletingParent();
    PrincipalDao principals = context.principals();
    principals.lock();
    PrincipalRow principal = context.principal(kind, name);
    requireMembers(principal, name);
    Optional<String> owned = principals.owns(principal.id());
    if (owned.isPresent()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.PRINCIPAL_IN_USE,
                  "'" + principal.name() + "' still owns a " + owned.get() + ".")
              .withHint("First transfer its objects with ALTER … OWNER TO."));
    }
    principals.delete(principal.id());
    Admins.requireOne(context);
    return TaskResult.changed(1);
  }

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE for the group of everyone
   */
  public static void requireMembers(PrincipalRow group, Identifier name) {
    if (group.id() == PrincipalRow.ACCOUNT_USERS) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "'account users' contains all users: it cannot be dropped and has no member list.")
              .withHint("Grant privileges to it, or create another group."));
    }
  }

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE for a group whose members are not kept here
   */
  public static void requireOwnMembers(PrincipalRow group, Identifier name) {
    if (group.external()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "Group '" + group.name() + "' is external and has no member list.")
              .withHint(
                  "Its members come from the identity provider. To add members, create a group without EXTERNAL."));
    }
  }
}
