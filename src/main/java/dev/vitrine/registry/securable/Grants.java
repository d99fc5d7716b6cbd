package dev.vitrine.registry.securable;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Set;

/** Shared code of GRANT and REVOKE. */
final class Grants {
  private Grants() {}

  /**
   * @throws VitrineException PRIVILEGE_NOT_APPLICABLE when one cannot be granted on such a
   *     securable
   */
  static void requireApplicable(Set<Privilege> privileges, SecurableType type) {
    for (Privilege privilege : privileges.stream().sorted().toList()) {
      if (!privilege.grantableOn(type)) {
        throw new VitrineException(
                ErrorCode.PRIVILEGE_NOT_APPLICABLE,
                privilege.sql() + " cannot be granted on a " + type.noun() + ".")
            .withHint("It can be granted on: " + places(privilege) + ".");
      }
    }
  }

  private static String places(Privilege privilege) {
    StringBuilder places = new StringBuilder();
    for (SecurableType type : SecurableType.values()) {
      if (privilege.grantableOn(type)) {
        places.append(places.isEmpty() ? "" : ", ").append(type);
      }
    }
    return places.toString();
  }
}
