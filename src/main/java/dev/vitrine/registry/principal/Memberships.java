package dev.vitrine.registry.principal;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.MembershipChange;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.PrincipalRow;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of group members, under the lock of principals. */
final class Memberships {
  private Memberships() {}

  /**
   * Applies all changes, or throws. The last of several changes of one member counts. The groups
   * that contain this one do not change, so each cycle is found in the stored closure.
   *
   * @return number of changed memberships
   * @throws VitrineException PRINCIPAL_NOT_FOUND, LAST_ADMIN, or INVALID_PARAMETER_VALUE for a
   *     cycle
   */
  static long apply(PrincipalRow group, List<MembershipChange> changes, TaskContext context) {
    ListLimit.require(changes, "members");
    PrincipalDao principals = context.principals();
    Map<Long, Boolean> wanted = new LinkedHashMap<>();
    for (MembershipChange change : changes) {
      Identifier name = change.member().name();
      PrincipalRow member = context.principal(change.member().kind(), name);
      Principals.requireMembers(member, name);
      requireMovable(member, name);
      if (change.add() && member.kind() == PrincipalKind.GROUP) {
        requireNoCycle(group.id(), member, name, principals);
      }
      wanted.put(member.id(), change.add());
    }
    Set<Long> present = principals.directMembers(group.id(), wanted.keySet());
    Set<Long> removed = new LinkedHashSet<>();
    Set<Long> added = new LinkedHashSet<>();
    wanted.forEach(
        (member, add) -> {
          if (add != present.contains(member)) {
            (add ? added : removed).add(member);
          }
        });
    principals.changeMembers(group, removed, added);
    Admins.requireOne(context);
    return (long) removed.size() + added.size();
  }

  /** A token gives the privileges of the groups that it claims, and none of their parent groups. */
  private static void requireMovable(PrincipalRow member, Identifier name) {
    if (member.external()) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "Group '"
                      + member.name()
                      + "' is external and cannot be a member of another group.")
              .withHint("Grant privileges to it directly."));
    }
  }

  private static void requireNoCycle(
      long groupId, PrincipalRow member, Identifier name, PrincipalDao principals) {
    if (member.id() == groupId || principals.isMember(member.id(), groupId)) {
      throw name.at(
          new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "Group '"
                      + member.name()
                      + "' contains the group; membership cannot be circular.")
              .withHint("SHOW GROUPS WITH GROUP … lists the groups that a group belongs to."));
    }
  }
}
