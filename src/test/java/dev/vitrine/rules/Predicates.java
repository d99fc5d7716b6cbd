package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The predicates of the dialect's rules, written down a second time, over a graph in memory. */
final class Predicates {
  static final String EVERYBODY = "account users";

  /** Where each privilege may be granted: a letter a level; capital where it flows down. */
  static final Map<String, String> LEVELS =
      Map.of(
          "USE CATALOG", "c",
          "BROWSE", "C",
          "CREATE SCHEMA", "c",
          "USE SCHEMA", "Cs",
          "CREATE MODEL", "Cs",
          "CREATE MODEL VERSION", "m",
          "EXECUTE", "CSm",
          "APPLY TAG", "CSm",
          "MANAGE", "CSm",
          "ALL PRIVILEGES", "CSm");

  private static final Map<String, List<String>> RIGHTS =
      Map.of(
          "m", List.of("EXECUTE", "APPLY TAG", "CREATE MODEL VERSION", "MANAGE"),
          "s", List.of("USE SCHEMA", "CREATE MODEL", "EXECUTE", "APPLY TAG", "MANAGE"));

  /** A grant on the object of this name. */
  record Grant(String object, String principal, String privilege) {}

  final Map<String, String> owners = new LinkedHashMap<>();
  final Set<Grant> grants = new LinkedHashSet<>();

  /** Member → the groups it is in directly. */
  final Map<String, Set<String>> groups = new LinkedHashMap<>();

  String metastoreOwner = "admin";

  /** The letter of the object's level: catalogs have no dot in their name, models have two. */
  static String level(String object) {
    return switch (object.split("\\.", -1).length) {
      case 1 -> "c";
      case 2 -> "s";
      default -> "m";
    };
  }

  static String kind(String object) {
    return switch (level(object)) {
      case "c" -> "CATALOG";
      case "s" -> "SCHEMA";
      default -> "MODEL";
    };
  }

  /** The containers above, from the catalog down. */
  static List<String> ancestors(String object) {
    List<String> ancestors = new ArrayList<>();
    for (int dot = object.indexOf('.'); dot >= 0; dot = object.indexOf('.', dot + 1)) {
      ancestors.add(object.substring(0, dot));
    }
    return ancestors;
  }

  Set<String> ids(String user) {
    Set<String> ids = new HashSet<>(Set.of(user, EVERYBODY));
    List<String> open = new ArrayList<>(List.of(user));
    while (!open.isEmpty()) {
      for (String group : groups.getOrDefault(open.remove(0), Set.of())) {
        if (ids.add(group)) {
          open.add(group);
        }
      }
    }
    return ids;
  }

  boolean admin(String user) {
    return ids(user).contains(metastoreOwner);
  }

  boolean owns(String user, String object) {
    return ids(user).contains(owners.get(object));
  }

  private boolean ownsAncestor(String user, String object) {
    return ancestors(object).stream().anyMatch(ancestor -> owns(user, ancestor));
  }

  boolean held(String user, String object, String privilege) {
    List<String> places = new ArrayList<>(ancestors(object));
    places.add(object);
    return places.stream().anyMatch(place -> heldAt(user, object, place, privilege));
  }

  private boolean heldAt(String user, String object, String place, String privilege) {
    String level = level(place);
    String levels = LEVELS.get(privilege);
    boolean itself =
        granted(user, place, privilege)
            && (place.equals(object) || levels.contains(level.toUpperCase(java.util.Locale.ROOT)));
    return itself
        || (granted(user, place, "ALL PRIVILEGES")
            && !privilege.equals("MANAGE")
            && !privilege.equals("BROWSE")
            && appliesAtOrBelow(levels, level));
  }

  private static boolean appliesAtOrBelow(String levels, String level) {
    String below = "csm".substring("csm".indexOf(level));
    return levels
        .toLowerCase(java.util.Locale.ROOT)
        .chars()
        .anyMatch(letter -> below.indexOf(letter) >= 0);
  }

  private boolean granted(String user, String object, String privilege) {
    return ids(user).stream().anyMatch(id -> grants.contains(new Grant(object, id, privilege)));
  }

  boolean may(String user, String object, String privilege) {
    return admin(user) || owns(user, object) || held(user, object, privilege);
  }

  boolean usage(String user, String object) {
    return admin(user)
        || ancestors(object).stream()
            .allMatch(
                container ->
                    owns(user, container)
                        || ownsAncestor(user, container)
                        || held(user, container, "USE " + kind(container)));
  }

  boolean manage(String user, String object) {
    return admin(user)
        || (usage(user, object)
            && (owns(user, object) || ownsAncestor(user, object) || held(user, object, "MANAGE")));
  }

  boolean right(String user, String object) {
    if (level(object).equals("c")) {
      return LEVELS.keySet().stream().anyMatch(privilege -> granted(user, object, privilege));
    }
    return RIGHTS.get(level(object)).stream().anyMatch(privilege -> held(user, object, privilege));
  }

  boolean visible(String user, String object) {
    return admin(user)
        || held(user, object, "BROWSE")
        || (usage(user, object)
            && (owns(user, object) || ownsAncestor(user, object) || right(user, object)));
  }

  /** Visible only through BROWSE. */
  boolean browsesOnly(String user, String object) {
    Predicates without = new Predicates();
    without.owners.putAll(owners);
    without.groups.putAll(groups);
    without.metastoreOwner = metastoreOwner;
    grants.stream()
        .filter(grant -> !grant.privilege().equals("BROWSE"))
        .forEach(without.grants::add);
    return visible(user, object) && !without.visible(user, object);
  }

  boolean known(String user, String object) {
    return owns(user, object) || right(user, object);
  }

  /** Whether versions and aliases of the model can be read. */
  boolean readable(String user, String model) {
    return usage(user, model) && may(user, model, "EXECUTE");
  }

  /** Whether a grant on the object itself is shown to the user. */
  boolean shows(String user, Grant grant) {
    return manage(user, grant.object())
        || (visible(user, grant.object()) && ids(user).contains(grant.principal()));
  }

  /** Whether the grant is on the object, or on a container and flows down to such an object. */
  static boolean reaches(Grant grant, String object) {
    String levels = LEVELS.get(grant.privilege());
    return grant.object().equals(object)
        || (ancestors(object).contains(grant.object())
            && levels.contains(level(grant.object()).toUpperCase(java.util.Locale.ROOT))
            && (levels.toLowerCase(java.util.Locale.ROOT).contains(level(object))
                || grant.privilege().equals("BROWSE")));
  }

  /** Whether the user sees that the grant reaches the object. */
  boolean shows(String user, Grant grant, String object) {
    return reaches(grant, object)
        && (manage(user, object)
            || (visible(user, object) && ids(user).contains(grant.principal())));
  }

  /** The error of a statement on the object that needs a missing right. */
  String refusal(String user, String object) {
    if (visible(user, object) || known(user, object)) {
      return "INSUFFICIENT_PRIVILEGES";
    }
    List<String> path = new ArrayList<>(ancestors(object));
    path.add(object);
    return path.stream()
        .filter(part -> !visible(user, part))
        .map(part -> kind(part) + "_NOT_FOUND")
        .findFirst()
        .orElseThrow();
  }
}
