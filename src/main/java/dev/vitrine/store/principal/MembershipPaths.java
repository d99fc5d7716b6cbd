package dev.vitrine.store.principal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The direct group memberships and the paths upwards. Used by one thread. */
final class MembershipPaths {
  static final String SEPARATOR = " > ";

  private final Map<Long, List<Group>> groups = new HashMap<>();

  private record Group(long id, String name) {}

  /** The same memberships, to which others can be added. */
  MembershipPaths copy() {
    MembershipPaths copy = new MembershipPaths();
    groups.forEach((member, above) -> copy.groups.put(member, new ArrayList<>(above)));
    return copy;
  }

  /** Adds a direct membership; the order of calls decides between ways of the same length. */
  boolean add(long memberId, long groupId, String groupName) {
    return groups
        .computeIfAbsent(memberId, id -> new ArrayList<>())
        .add(new Group(groupId, groupName));
  }

  /** All groups that the principal is in, each with the shortest way there: {@code a > b}. */
  Map<Long, String> above(long principalId) {
    Map<Long, String> paths = new LinkedHashMap<>();
    Queue<Long> open = new ArrayDeque<>(List.of(principalId));
    while (!open.isEmpty()) {
      long member = open.remove();
      String before = member == principalId ? "" : paths.get(member) + SEPARATOR;
      for (Group group : groups.getOrDefault(member, List.of())) {
        if (group.id() != principalId
            && paths.putIfAbsent(group.id(), before + group.name()) == null) {
          open.add(group.id());
        }
      }
    }
    return paths;
  }
}
