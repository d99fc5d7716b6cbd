package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import java.util.HashSet;
import java.util.Set;

/**
 * The privileges of the user on an object, for the tooltips of controls. The statements check again
 * when they run.
 *
 * @param privileges by their names in SQL
 */
public record Rights(ObjectPath object, String owner, Set<String> privileges) {
  public Rights {
    privileges = Set.copyOf(privileges);
  }

  static Rights of(Visit visit, ObjectPath object, String owner) {
    Set<String> privileges = new HashSet<>();
    for (Row row :
        visit.rows(
            "SELECT DISTINCT privilege FROM system.registry.effective_grants"
                + " WHERE object_type = ? AND full_name = ? AND principal = ?",
            object.type().name(),
            object.fullName(),
            visit.user())) {
      privileges.add(row.text(0));
    }
    return new Rights(object, owner, privileges);
  }

  /** Why a control may not be used, or empty if it may be. */
  public String denied(String privilege) {
    return privileges.contains(privilege)
        ? ""
        : "You need %s on %s %s. Its owner is %s."
            .formatted(privilege, object.kind(), object.fullName(), owner);
  }
}
