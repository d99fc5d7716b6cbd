package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.rules.Predicates.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * On random graphs: {@code effective_grants} has a row for exactly the rights of the rules, each
 * with an existing path, and {@code has_privilege} returns the same.
 */
final class RightsAgreementTest {
  private static final int GRAPHS = Effort.times(1, 5);
  private static final int ROUNDS = Effort.times(2, 6);
  private static final int REPORTED = 10;

  private static final String ADMINS = "admins";

  private final List<String> problems = new ArrayList<>();
  private int checks;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void effectiveGrantsAndHasPrivilegeAgreeWithTheModel(TestStore store) {
    long seed = Effort.seed();
    for (int number = 0; number < GRAPHS; number++) {
      TestRegistry registry = TestRegistry.open(store);
      RandomGraph graph = new RandomGraph(registry.admin(), seed + number).build();
      List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
      for (int round = 0; round < ROUNDS; round++) {
        for (int index = 0; index < clients.size(); index++) {
          String user = RandomGraph.USERS.get(index);
          compareExplanations(graph, user, registry.admin(), clients.get(index));
          compareOwnPrivileges(graph, user, clients.get(index));
          comparePrivilegesOfOthers(graph, user, clients.get(index));
        }
        graph.change(6);
      }
      clients.forEach(Client::close);
    }
    System.out.printf(
        "Rights on %s: seed %d, %d comparisons, %d wrong%n", store, seed, checks, problems.size());
    assertThat(problems.stream().limit(REPORTED).toList())
        .as("seed %d, %d wrong", seed, problems.size())
        .isEmpty();
  }

  private static List<String> privileges(String object) {
    String level = Predicates.level(object);
    return Predicates.LEVELS.entrySet().stream()
        .filter(entry -> applies(entry.getValue(), level) || entry.getKey().equals("BROWSE"))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean applies(String levels, String level) {
    return levels.toLowerCase(java.util.Locale.ROOT).contains(level);
  }

  /** The rights of the rules without usage: may, and for MANAGE also the owners of containers. */
  private static boolean given(Predicates rules, String user, String object, String privilege) {
    boolean above =
        privilege.equals("MANAGE")
            && Predicates.ancestors(object).stream().anyMatch(each -> rules.owns(user, each));
    return rules.may(user, object, privilege) || above;
  }

  /** The rights that the user can use. */
  private static boolean usable(Predicates rules, String user, String object, String privilege) {
    return switch (privilege) {
      case "MANAGE" -> rules.manage(user, object);
      case "BROWSE" ->
          rules.admin(user)
              || rules.held(user, object, privilege)
              || (rules.usage(user, object) && rules.owns(user, object));
      default -> rules.usage(user, object) && rules.may(user, object, privilege);
    };
  }

  private void compareExplanations(RandomGraph graph, String user, Client admin, Client client) {
    Predicates rules = graph.rules;
    String query =
        "SELECT full_name, privilege, via, inherited_from_name FROM effective_grants"
            + " WHERE principal = '"
            + user
            + "' AND object_type <> 'METASTORE'";
    List<List<Object>> rows = admin.rows(query);
    Set<String> expected =
        graph.objects().stream()
            .flatMap(
                object ->
                    privileges(object).stream()
                        .filter(privilege -> given(rules, user, object, privilege))
                        .map(privilege -> object + " " + privilege))
            .collect(Collectors.toCollection(TreeSet::new));
    check("rights of " + user, expected, rights(rows.stream()), rules);
    rows.forEach(
        row ->
            check(
                row + " is a way that exists for " + user, true, exists(rules, user, row), rules));
    Set<String> shown =
        expected.stream()
            .filter(right -> rules.visible(user, right.substring(0, right.indexOf(' '))))
            .collect(Collectors.toCollection(TreeSet::new));
    check("rights that " + user + " sees", shown, rights(client.rows(query).stream()), rules);
  }

  private static Set<String> rights(Stream<List<Object>> rows) {
    return rows.map(row -> row.get(0) + " " + row.get(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Follows the path of a row, step by step, to the grant or the owner at its end. */
  private static boolean exists(Predicates rules, String user, List<Object> row) {
    String object = row.get(0).toString();
    String privilege = row.get(1).toString();
    String via = row.get(2).toString();
    String holder = user;
    if (via.startsWith("group ")) {
      String end = via.contains(", ") ? via.substring(0, via.indexOf(", ")) : via;
      for (String group : end.substring("group ".length()).split(" > ")) {
        boolean member =
            rules.groups.getOrDefault(holder, Set.of()).contains(group)
                || group.equals(Predicates.EVERYBODY);
        if (!member) {
          return false;
        }
        holder = group;
      }
      via = via.contains(", ") ? via.substring(via.indexOf(", ") + 2) : "direct";
    }
    String place = row.get(3) == null ? object : row.get(3).toString();
    String named = Predicates.kind(place) + " " + place;
    if (via.equals("owner")) {
      return holder.equals(rules.owners.get(object));
    }
    if (via.equals("owner of METASTORE metastore")) {
      return holder.equals(ADMINS);
    }
    if (via.equals("owner of " + named)) {
      return holder.equals(rules.owners.get(place)) && privilege.equals("MANAGE");
    }
    boolean source = place.equals(object) ? via.equals("direct") : via.equals("ancestor " + named);
    return source
        && (rules.grants.contains(new Grant(place, holder, privilege))
            || rules.grants.contains(new Grant(place, holder, "ALL PRIVILEGES")));
  }

  private void compareOwnPrivileges(RandomGraph graph, String user, Client client) {
    Map<String, List<String>> names =
        Map.of(
            "CATALOG", List.of("catalogs", "catalog_name"),
            "SCHEMA", List.of("schemas", "catalog_name || '.' || schema_name"),
            "MODEL", List.of("models", "full_name"));
    for (String kind : names.keySet()) {
      List<String> objects =
          graph.objects().stream().filter(each -> Predicates.kind(each).equals(kind)).toList();
      for (String privilege : privileges(objects.get(0))) {
        Set<String> expected =
            objects.stream()
                .filter(object -> usable(graph.rules, user, object, privilege))
                .collect(Collectors.toCollection(TreeSet::new));
        String name = names.get(kind).get(1);
        String query =
            "SELECT %s FROM %s WHERE has_privilege('%s', '%s', %s)"
                .formatted(name, names.get(kind).get(0), privilege, kind, name);
        check(query + " as " + user, expected, new TreeSet<>(client.column(query)), graph.rules);
      }
    }
  }

  /** Of a hidden object it is no, of a visible one that is not managed a refusal. */
  private void comparePrivilegesOfOthers(RandomGraph graph, String user, Client client) {
    Predicates rules = graph.rules;
    for (String object : graph.objects()) {
      List<String> privileges = privileges(object);
      String privilege = privileges.get(checks % privileges.size());
      String other = RandomGraph.USERS.get(checks % RandomGraph.USERS.size());
      String query =
          "VALUES (has_privilege('%s', '%s', '%s', '%s'))"
              .formatted(privilege, Predicates.kind(object), object, other);
      boolean refused =
          rules.visible(user, object) && !rules.manage(user, object) && !other.equals(user);
      String expected =
          refused
              ? "INSUFFICIENT_PRIVILEGES"
              : String.valueOf(
                  rules.visible(user, object) && usable(rules, other, object, privilege));
      String got =
          refused
              ? client.attempt(query).map(TestRegistry.Failure::condition).orElse("answered")
              : String.valueOf(client.value(query));
      check(query + " as " + user, expected, got, rules);
    }
  }

  private void check(String what, Object expected, Object got, Predicates rules) {
    checks++;
    if (!expected.equals(got)) {
      problems.add(
          "%s: expected %s, got %s%n  with %s%n  owners %s%n  groups %s"
              .formatted(what, expected, got, rules.grants, rules.owners, rules.groups));
    }
  }
}
