package dev.vitrine.store.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.vendor.StoreLocation;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stored closure of memberships equals one that is computed from the direct memberships. */
class MembershipClosureTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final int GROUPS = 8;
  private static final int USERS = 5;
  private static final int CHANGES = 150;

  /** The direct memberships and the ids, kept beside the store. */
  private static final class Graph {
    private final List<PrincipalRow> principals = new ArrayList<>();
    private final Map<PrincipalRow, Set<PrincipalRow>> groupsOf = new HashMap<>();

    private List<PrincipalRow> of(PrincipalKind kind) {
      return principals.stream().filter(principal -> principal.kind() == kind).toList();
    }

    private Set<PrincipalRow> groups(PrincipalRow member) {
      return groupsOf.computeIfAbsent(member, key -> new HashSet<>());
    }

    private boolean isIn(PrincipalRow principal, PrincipalRow container) {
      return above(principal).containsKey(container.name());
    }

    /** Shortest paths by level; of several the first by the names on it. */
    private Map<String, String> above(PrincipalRow principal) {
      Map<String, List<String>> best = new LinkedHashMap<>();
      Map<PrincipalRow, List<String>> level = Map.of(principal, List.of());
      while (!level.isEmpty()) {
        Map<PrincipalRow, List<String>> next = new HashMap<>();
        level.forEach(
            (member, path) ->
                groups(member)
                    .forEach(
                        group -> {
                          List<String> longer = new ArrayList<>(path);
                          longer.add(group.name());
                          if (!best.containsKey(group.name()) && !group.equals(principal)) {
                            next.merge(
                                group,
                                longer,
                                (a, b) ->
                                    String.join(",", a).compareTo(String.join(",", b)) < 0 ? a : b);
                          }
                        }));
        next.forEach((group, path) -> best.put(group.name(), path));
        level = next;
      }
      Map<String, String> paths = new TreeMap<>();
      best.forEach((group, path) -> paths.put(group, String.join(" > ", path)));
      return paths;
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theClosureIsThatOfTheDirectMembershipsAfterEachChange(TestStore kind) {
    Random random = new Random(7);
    inStore(
        kind,
        handle -> {
          PrincipalDao principals = PrincipalsOnHandle.of(handle);
          Graph graph = new Graph();
          for (int i = 0; i < GROUPS + USERS; i++) {
            graph.principals.add(insert(principals, i < GROUPS, "p" + i));
          }
          for (int i = 0; i < CHANGES; i++) {
            change(graph, principals, random);
            assertThat(stored(handle, graph)).as("after change %d", i).isEqualTo(wanted(graph));
          }
        });
  }

  /** More members than are read to find those that are in a group above already. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aMemberOfALargeGroupKeepsItsShortestPath(TestStore kind) {
    inStore(
        kind,
        handle -> {
          PrincipalDao principals = PrincipalsOnHandle.of(handle);
          PrincipalRow large = insert(principals, true, "large");
          PrincipalRow inner = insert(principals, true, "inner");
          List<PrincipalRow> users = new ArrayList<>();
          handle.useTransaction(
              transaction -> {
                for (int i = 0; i < 1_010; i++) {
                  users.add(insert(principals, false, "u" + i));
                }
                Set<Long> members = new TreeSet<>(Set.of(inner.id()));
                users.forEach(user -> members.add(user.id()));
                members.remove(users.get(0).id());
                principals.changeMembers(large, Set.of(), members);
                principals.changeMembers(
                    inner, Set.of(), Set.of(users.get(0).id(), users.get(1).id()));
              });
          assertThat(paths(handle, users.get(0))).isEqualTo("inner, inner > large");
          assertThat(paths(handle, users.get(1))).isEqualTo("inner, large");
          assertThat(paths(handle, users.get(2))).isEqualTo("large");
        });
  }

  private static String paths(Handle handle, PrincipalRow principal) {
    return String.join(
        ", ",
        handle
            .createQuery(
                "SELECT path FROM effective_principals WHERE principal_id = ?"
                    + " AND holder_id <> principal_id AND holder_id <> 1 ORDER BY path")
            .bind(0, principal.id())
            .mapTo(String.class)
            .list());
  }

  private static PrincipalRow insert(PrincipalDao principals, boolean group, String name) {
    PrincipalKind kind = group ? PrincipalKind.GROUP : PrincipalKind.USER;
    return new PrincipalRow(principals.insert(name, kind, null, NOW), name, kind, false);
  }

  private static void change(Graph graph, PrincipalDao principals, Random random) {
    List<PrincipalRow> groups = graph.of(PrincipalKind.GROUP);
    PrincipalRow group = groups.get(random.nextInt(groups.size()));
    if (random.nextInt(25) == 0) {
      principals.delete(group.id());
      graph.principals.remove(group);
      graph.groupsOf.values().forEach(above -> above.remove(group));
      graph.groupsOf.remove(group);
      graph.principals.add(insert(principals, true, group.name()));
      return;
    }
    List<PrincipalRow> members = new ArrayList<>(graph.principals);
    Collections.shuffle(members, random);
    Set<Long> added = new TreeSet<>();
    Set<Long> removed = new TreeSet<>();
    for (PrincipalRow member : members.subList(0, 1 + random.nextInt(4))) {
      if (graph.groups(member).contains(group)) {
        graph.groups(member).remove(group);
        removed.add(member.id());
      } else if (!member.equals(group) && !graph.isIn(group, member)) {
        graph.groups(member).add(group);
        added.add(member.id());
      }
    }
    principals.changeMembers(group, removed, added);
  }

  private static Map<String, Map<String, String>> wanted(Graph graph) {
    Map<String, Map<String, String>> wanted = new TreeMap<>();
    graph.principals.forEach(principal -> wanted.put(principal.name(), graph.above(principal)));
    return wanted;
  }

  private static Map<String, Map<String, String>> stored(Handle handle, Graph graph) {
    Map<String, Map<String, String>> stored = new TreeMap<>();
    graph.principals.forEach(principal -> stored.put(principal.name(), new TreeMap<>()));
    handle
        .createQuery(
            """
            SELECT p.name, h.name AS holder, e.path FROM effective_principals e
            JOIN principals p ON p.id = e.principal_id JOIN principals h ON h.id = e.holder_id
            WHERE e.holder_id <> e.principal_id AND e.holder_id <> 1 AND e.principal_id > 1
              AND p.name LIKE 'p%'""")
        .map(
            (row, context) ->
                stored
                    .get(row.getString("name"))
                    .put(row.getString("holder"), row.getString("path")))
        .list();
    return stored;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPathThatWouldNotFitIsRefused(TestStore kind) {
    inStore(
        kind,
        handle -> {
          PrincipalDao principals = PrincipalsOnHandle.of(handle);
          PrincipalRow first = insert(principals, true, name(0));
          assertThatThrownBy(
                  () -> {
                    PrincipalRow below = first;
                    for (int i = 1; i < 80; i++) {
                      PrincipalRow group = insert(principals, true, name(i));
                      principals.changeMembers(group, Set.of(), Set.of(below.id()));
                      below = group;
                    }
                  })
              .isInstanceOf(VitrineException.class)
              .hasMessageContaining("nested too deeply");
        });
  }

  private static String name(int number) {
    return "g" + "x".repeat(250) + number;
  }

  private static void inStore(TestStore kind, Consumer<Handle> work) {
    StoreLocation location = StoreLocation.parse(kind.newUrl());
    try (Store store = Store.open(location);
        Handle handle = Jdbi.open(new UnpooledSource(location))) {
      assertThat(store.isReachable(Duration.ofSeconds(10))).isTrue();
      handle.execute("SET SCHEMA 'vitrine'");
      work.accept(handle);
    }
  }
}
