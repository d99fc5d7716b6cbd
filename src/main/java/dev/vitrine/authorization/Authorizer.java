package dev.vitrine.authorization;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.List;
import java.util.Optional;

/** Decides one operation of one caller, by the rules in {@link Operation}. */
public final class Authorizer {
  private Authorizer() {}

  /** Whether {@code access} to a securable suffices for all that the operation needs there. */
  public static boolean permits(Operation operation, Access access) {
    return requirements(operation, access.type()).stream()
        .allMatch(requirement -> suffices(requirement, access));
  }

  /**
   * Checks what the operation needs on the securable of {@code access}; what it needs on a
   * securable of another kind is checked by another call.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES; the message names the missing privilege and
   *     its object
   */
  public static void check(Operation operation, Access access, String user) {
    for (Requirement requirement : requirements(operation, access.type())) {
      if (!suffices(requirement, access)) {
        throw refusal(requirement, access, user);
      }
    }
  }

  /** The requirements on one kind of securable; an operation that has none there is a mistake. */
  private static List<Requirement> requirements(Operation operation, SecurableType on) {
    List<Requirement> here =
        operation.requirements().stream().filter(requirement -> requirement.on() == on).toList();
    if (here.isEmpty() && !operation.requirements().isEmpty()) {
      throw new IllegalArgumentException(operation + " does not apply to a " + on.noun());
    }
    return here;
  }

  /** The error of a caller who has a privilege on an object but no usage of its containers. */
  public static VitrineException missingGate(Access access, String user) {
    Level gate = access.closedGate().orElseThrow();
    return missing(Access.gateOf(gate.type()), gate, user);
  }

  private static boolean suffices(Requirement requirement, Access access) {
    return switch (requirement.rule()) {
      case ADMIN -> access.admin();
      case MANAGE -> access.manage();
      case MAY -> access.usage() && access.may(requirement.privilege().orElseThrow());
      case MAY_INSIDE -> access.usageInside() && access.may(requirement.privilege().orElseThrow());
      case OWNER_OR_HELD ->
          access.usage() && (access.owns() || access.held(requirement.privilege().orElseThrow()));
    };
  }

  private static VitrineException refusal(Requirement requirement, Access access, String user) {
    if (requirement.rule() == Requirement.Rule.ADMIN) {
      return new VitrineException(
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "User '" + user + "' is not an admin of the metastore.")
          .withHint("Ask the owner of the metastore, or a member of the owning group.");
    }
    Optional<Level> gate =
        requirement.rule() == Requirement.Rule.MAY_INSIDE
            ? access.closedGateInside()
            : access.closedGate();
    if (gate.isPresent()) {
      return missing(Access.gateOf(gate.get().type()), gate.get(), user);
    }
    return missing(requirement.privilege().orElse(Privilege.MANAGE), access.object(), user);
  }

  private static VitrineException missing(Privilege privilege, Level on, String user) {
    String object =
        on.type() == SecurableType.METASTORE
            ? "the metastore"
            : on.type().noun() + " '" + on.name() + "'";
    String target = on.type() == SecurableType.METASTORE ? "" : " " + on.name();
    return new VitrineException(
            ErrorCode.INSUFFICIENT_PRIVILEGES,
            "User '" + user + "' does not have " + privilege.sql() + " on " + object + ".")
        .withHint(
            "A principal with MANAGE on it can run GRANT "
                + privilege.sql()
                + " ON "
                + on.type()
                + target
                + " TO `"
                + user
                + "`.");
  }
}
