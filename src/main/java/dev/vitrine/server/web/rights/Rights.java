package dev.vitrine.server.web.rights;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The privileges of the user on an object, for the tooltips of controls. The statements check again
 * when they run.
 *
 * @param object as in "model c.s.m"
 * @param privileges by their names in SQL
 */
public record Rights(String object, String owner, Set<String> privileges) {
  public Rights {
    privileges = Set.copyOf(privileges);
  }

  /** Those on a catalog, schema or model. */
  public static Rights of(UserRequest request, ObjectPath object, String owner) {
    List<String> asked = asked(object.type());
    return new Rights(
        object.kind() + " " + object.fullName(),
        owner,
        held(request, object.type(), object.fullName(), asked));
  }

  /** Those on the metastore. */
  public static Rights ofMetastore(UserRequest request) {
    return new Rights(
        "metastore",
        "",
        held(
            request,
            SecurableType.METASTORE,
            SecurableType.METASTORE_NAME,
            asked(SecurableType.METASTORE)));
  }

  /** The privileges that controls of a kind of object need. */
  private static List<String> asked(SecurableType type) {
    return switch (type) {
      case METASTORE -> List.of("CREATE CATALOG");
      case CATALOG -> List.of("MANAGE", "APPLY TAG", "CREATE SCHEMA");
      case SCHEMA -> List.of("MANAGE", "APPLY TAG", "CREATE MODEL");
      case MODEL -> List.of("MANAGE", "APPLY TAG", "EXECUTE", "CREATE MODEL VERSION");
    };
  }

  /**
   * The question names the user, so the session resolves the object once. Without a user it would
   * be a sub-query over all objects that the user may see.
   */
  private static Set<String> held(
      UserRequest request, SecurableType type, String name, List<String> asked) {
    String query =
        asked.stream()
            .map(privilege -> "has_privilege('%s', '%s', ?, ?)".formatted(privilege, type.name()))
            .collect(Collectors.joining(", ", "SELECT ", ""));
    List<String> values =
        asked.stream().flatMap(privilege -> Stream.of(name, request.user())).toList();
    Row row = request.rows(query, values).get(0);
    Set<String> held = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (row.text(i).equals("true")) {
        held.add(asked.get(i));
      }
    }
    return held;
  }

  /**
   * Refuses to show a part of a page that needs a privilege. The audit trail records refused
   * attempts. A request for a page is not an attempt, so pages check privileges before they read.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when the user does not have it
   */
  public void require(String privilege) {
    if (!privileges.contains(privilege)) {
      throw new VitrineException(ErrorCode.INSUFFICIENT_PRIVILEGES, denied(privilege));
    }
  }

  /** Why a control may not be used, or empty if it may be. */
  public String denied(String privilege) {
    if (privileges.contains(privilege)) {
      return "";
    }
    String need = "You need " + privilege + " on " + object + ".";
    return owner.isEmpty() ? need : need + " Its owner is " + owner + ".";
  }
}
