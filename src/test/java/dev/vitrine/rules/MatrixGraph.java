package dev.vitrine.rules;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.rules.PrivilegeTables.Action;
import java.util.Set;

/** The objects of docs/privileges.md, and a fresh user with given rights on them. */
final class MatrixGraph {
  /** The principals through which the user holds its rights. */
  enum Holder {
    USER,
    GROUP,
    NESTED_GROUP,
    EVERYBODY;

    /** In turn, one that can hold all of these rights; everybody never owns anything. */
    static Holder of(Set<String> rights, int turn) {
      boolean owns =
          rights.stream()
              .anyMatch(right -> right.startsWith("owner") || right.equals(PrivilegeTables.ADMIN));
      return values()[turn % (owns ? 3 : 4)];
    }
  }

  private final Client admin;
  private int count;

  MatrixGraph(TestRegistry registry) {
    admin = registry.admin();
    admin.run(
        """
        CREATE USER other; CREATE USER spare; CREATE GROUP others WITH USER spare;
        CREATE GROUP unused;
        CREATE GROUP admins WITH USER admin;
        ALTER METASTORE SET OWNER TO admins;
        CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m TAGS ('k' = 'v');
        ALTER CATALOG c SET TAGS ('k' = 'v'); ALTER SCHEMA c.s SET TAGS ('k' = 'v');
        ALTER MODEL c.s.m ADD VERSION FROM 'runs:/1/model' TAGS ('k' = 'v') INPUTS (a.b.t)
          SIGNATURE '{"inputs": [{"type": "long"}]}' PARAMS ('p' = 'v') METRICS ('a' = 1);
        ALTER MODEL c.s.m ADD VERSION FROM 'runs:/2/model';
        ALTER MODEL c.s.m ADD VERSION FROM 'runs:/3/model'; ALTER MODEL c.s.m DROP VERSION 3;
        CREATE MODEL c.s.gone; DROP MODEL c.s.gone;
        ALTER MODEL c.s.m VERSION 1 SET ALIAS a;
        COMMENT ON CATALOG c IS 'mark-catalog'; COMMENT ON SCHEMA c.s IS 'mark-schema';
        COMMENT ON MODEL c.s.m IS 'mark-model';
        GRANT CREATE CATALOG ON METASTORE TO other;
        GRANT USE CATALOG ON CATALOG c TO other;
        GRANT USE SCHEMA ON SCHEMA c.s TO other;
        GRANT EXECUTE ON MODEL c.s.m TO other;
        CREATE CATALOG w; CREATE SCHEMA w.s; CREATE MODEL w.s.t;
        ALTER MODEL w.s.t ADD VERSION FROM 'runs:/3/model';
        GRANT ALL PRIVILEGES ON CATALOG w TO `account users`;
        CREATE SHARE theirs; ALTER SHARE theirs OWNER TO others;
        CREATE RECIPIENT they ENDPOINT 'https://h/x'; ALTER RECIPIENT they OWNER TO others;
        CREATE PROVIDER p USING TEXT
          '{"shareCredentialsVersion":1,"endpoint":"https://10.0.0.1","bearerToken":"t"}';
        """);
    try (Client other = registry.as("other")) {
      other.run("CREATE TOKEN");
    }
  }

  /** The action's example, as {@code user} writes it. */
  static String statement(Action action, String user) {
    return action
        .statement()
        .replace(" USER me ", " USER " + user + " ")
        .replace(" TO me", " TO " + user)
        .replace(" SHARE ours", " SHARE ours_" + user)
        .replace(" TO mine", " TO mine_" + user);
  }

  static String securable(String level) {
    return switch (level) {
      case "metastore" -> "METASTORE";
      case "catalog" -> "CATALOG c";
      case "schema" -> "SCHEMA c.s";
      case "model" -> "MODEL c.s.m";
      default -> throw new IllegalArgumentException(level);
    };
  }

  /** Creates a user with exactly these rights. */
  String give(Set<String> rights, Holder holder) {
    count++;
    String user = "u" + count;
    admin.run(
        "CREATE USER %1$s; CREATE GROUP mine_%1$s WITH USER %1$s;"
            .formatted(user)
            .concat("CREATE GROUP outer_%1$s WITH GROUP mine_%1$s;".formatted(user))
            .concat(
                "CREATE SHARE ours_%1$s; ALTER SHARE ours_%1$s OWNER TO mine_%1$s"
                    .formatted(user)));
    rights.forEach(right -> give(right, principal(holder)));
    return user;
  }

  private String principal(Holder holder) {
    return switch (holder) {
      case USER -> "u" + count;
      case GROUP -> "mine_u" + count;
      case NESTED_GROUP -> "outer_u" + count;
      case EVERYBODY -> "`account users`";
    };
  }

  private void give(String right, String principal) {
    if (right.equals(PrivilegeTables.ADMIN)) {
      String kind = principal.startsWith("u") ? "USER" : "GROUP";
      admin.run("ALTER GROUP admins ADD " + kind + " " + principal);
    } else if (right.startsWith("owner of ")) {
      own(right, principal);
    } else {
      admin.run(grant(right, "GRANT", "TO", principal));
    }
  }

  private void own(String right, String principal) {
    String securable = securable(right.substring("owner of ".length()));
    admin.run("ALTER " + securable + " SET OWNER TO " + principal);
  }

  private static String grant(String right, String verb, String preposition, String principal) {
    String[] parts = right.split(" on ", 2);
    return "%s %s ON %s %s %s"
        .formatted(verb, parts[0], securable(parts[1]), preposition, principal);
  }

  /** Takes the rights away again; a user's and group's grants go with it. */
  void take(Set<String> rights, Holder holder) {
    for (String right : rights) {
      if (right.startsWith("owner of ")) {
        own(right, "admins");
      } else if (holder == Holder.EVERYBODY) {
        admin.run(grant(right, "REVOKE", "FROM", principal(holder)));
      }
    }
    admin.run(
        "DROP SHARE ours_u%1$s; DROP GROUP outer_u%1$s; DROP GROUP mine_u%1$s; DROP USER u%1$s"
            .formatted(count));
  }
}
