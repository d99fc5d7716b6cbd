package dev.vitrine.authorization;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Optional;

/**
 * A requirement of an operation on one securable.
 *
 * @param on type of the securable
 * @param privilege for rules about a privilege
 */
public record Requirement(SecurableType on, Rule rule, Optional<Privilege> privilege) {
  /** The rule of a requirement, in addition to usage. */
  public enum Rule {
    /** Admin, owner of the securable itself, or the privilege held. */
    MAY,
    /** Like MAY, and additionally usage of the securable itself: for creating inside it. */
    MAY_INSIDE,
    /** Owner of the securable itself or the privilege held; being admin does not suffice. */
    OWNER_OR_HELD,
    /** Owner of the securable or of a container, MANAGE held, or admin. */
    MANAGE,
    /** The metastore's owner. */
    ADMIN
  }

  static Requirement may(SecurableType on, Privilege privilege) {
    return new Requirement(on, Rule.MAY, Optional.of(privilege));
  }

  static Requirement mayInside(SecurableType on, Privilege privilege) {
    return new Requirement(on, Rule.MAY_INSIDE, Optional.of(privilege));
  }

  static Requirement ownerOrHeld(SecurableType on, Privilege privilege) {
    return new Requirement(on, Rule.OWNER_OR_HELD, Optional.of(privilege));
  }

  static Requirement manage(SecurableType on) {
    return new Requirement(on, Rule.MANAGE, Optional.empty());
  }

  static Requirement admin() {
    return new Requirement(SecurableType.METASTORE, Rule.ADMIN, Optional.empty());
  }
}
