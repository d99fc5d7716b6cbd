package dev.vitrine.rules;

import dev.vitrine.TestRegistry.Client;
import dev.vitrine.rules.Predicates.Grant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/** Users, groups, objects, owners and grants at random: in a registry and, alike, in memory. */
final class RandomGraph {
  static final List<String> USERS = List.of("u0", "u1", "u2", "u3");
  private static final List<String> GROUPS = List.of("g0", "g1", "g2", "g3");

  private static final String SIGNATURE = "{\"inputs\": [{\"type\": \"long\"}]}";

  private static final String ADMINS = "admins";

  final Predicates rules = new Predicates();
  private final Random random;
  private final Client admin;

  RandomGraph(Client admin, long seed) {
    this.admin = admin;
    this.random = new Random(seed);
  }

  /** Makes principals, members and objects. */
  RandomGraph build() {
    admin.run("CREATE GROUP admins WITH USER admin; ALTER METASTORE SET OWNER TO admins");
    rules.metastoreOwner = ADMINS;
    USERS.forEach(user -> admin.run("CREATE USER " + user));
    GROUPS.forEach(group -> admin.run("CREATE GROUP " + group));
    for (String user : USERS) {
      join("USER", user, 0, 3);
    }
    for (int index = 0; index < GROUPS.size(); index++) {
      join("GROUP", GROUPS.get(index), index + 1, 2);
    }
    for (String catalog : List.of("c0", "c1")) {
      create(catalog);
      for (String schema : List.of(catalog + ".s0", catalog + ".s1")) {
        create(schema);
        create(schema + ".m0");
        create(schema + ".m1");
      }
    }
    change(30);
    return this;
  }

  /** Puts the member into some of the groups from {@code first} on, so that none is in a cycle. */
  private void join(String kind, String member, int first, int oneOf) {
    for (String group : GROUPS.subList(first, GROUPS.size())) {
      if (random.nextInt(oneOf) == 0) {
        admin.run("ALTER GROUP " + group + " ADD " + kind + " " + member);
        rules.groups.computeIfAbsent(member, name -> new LinkedHashSet<>()).add(group);
      }
    }
  }

  private void create(String object) {
    String kind = Predicates.kind(object);
    admin.run("CREATE " + kind + " " + object);
    admin.run("ALTER " + kind + " " + object + " SET TAGS ('k' = 'v')");
    if (kind.equals("MODEL")) {
      admin.run(
          "ALTER MODEL "
              + object
              + " ADD VERSION FROM 'u' TAGS ('vk' = 'v') SIGNATURE '"
              + SIGNATURE
              + "' PARAMS ('p' = 'v') METRICS ('a' = 1)");
      admin.run("ALTER MODEL " + object + " VERSION 1 SET ALIAS a");
    }
    rules.owners.put(object, "admin");
  }

  /** Grants, revokes, transfers and changes members at random. */
  void change(int steps) {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(12)) {
        case 0 -> transfer();
        case 1 -> revoke();
        case 2 -> toggleMember();
        case 3 -> toggleAdmin();
        default -> grant();
      }
    }
  }

  private void transfer() {
    String object = pick(rules.owners.keySet());
    String owner = pick(principals(false));
    admin.run("ALTER " + Predicates.kind(object) + " " + object + " SET OWNER TO " + owner);
    rules.owners.put(object, owner);
  }

  /** A group owns the metastore, so that admin remains an admin. */
  private void toggleAdmin() {
    String user = pick(USERS);
    boolean added = rules.groups.computeIfAbsent(user, name -> new LinkedHashSet<>()).add(ADMINS);
    if (!added) {
      rules.groups.get(user).remove(ADMINS);
    }
    admin.run("ALTER GROUP " + ADMINS + (added ? " ADD" : " DROP") + " USER " + user);
  }

  private void grant() {
    String object = pick(rules.owners.keySet());
    String principal = pick(principals(true));
    String level = Predicates.level(object);
    String privilege =
        pick(
            Predicates.LEVELS.keySet().stream()
                .filter(name -> applies(name, level))
                .sorted()
                .toList());
    admin.run(statement("GRANT", "TO", new Grant(object, principal, privilege)));
    rules.grants.add(new Grant(object, principal, privilege));
  }

  private static boolean applies(String privilege, String level) {
    return Predicates.LEVELS.get(privilege).toLowerCase(java.util.Locale.ROOT).contains(level);
  }

  private void revoke() {
    if (rules.grants.isEmpty()) {
      return;
    }
    Grant grant = pick(rules.grants);
    admin.run(statement("REVOKE", "FROM", grant));
    if (grant.privilege().equals("ALL PRIVILEGES")) {
      rules.grants.removeIf(other -> isImplied(other, grant));
    } else {
      rules.grants.remove(grant);
    }
  }

  /** REVOKE ALL takes every single privilege too, but MANAGE and BROWSE. */
  private static boolean isImplied(Grant other, Grant all) {
    return other.object().equals(all.object())
        && other.principal().equals(all.principal())
        && !other.privilege().equals("MANAGE")
        && !other.privilege().equals("BROWSE");
  }

  private void toggleMember() {
    String user = pick(USERS);
    String group = pick(GROUPS);
    boolean added = rules.groups.computeIfAbsent(user, name -> new LinkedHashSet<>()).add(group);
    if (!added) {
      rules.groups.get(user).remove(group);
    }
    admin.run("ALTER GROUP " + group + (added ? " ADD" : " DROP") + " USER " + user);
  }

  private static String statement(String verb, String preposition, Grant grant) {
    return "%s %s ON %s %s %s `%s`"
        .formatted(
            verb,
            grant.privilege(),
            Predicates.kind(grant.object()),
            grant.object(),
            preposition,
            grant.principal());
  }

  private static List<String> principals(boolean everybody) {
    List<String> principals = new ArrayList<>(USERS);
    principals.addAll(GROUPS);
    if (everybody) {
      principals.add(Predicates.EVERYBODY);
    }
    return principals;
  }

  private <T> T pick(Iterable<T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }

  /** Everything that can be named, in order. */
  List<String> objects() {
    return List.copyOf(rules.owners.keySet());
  }
}
