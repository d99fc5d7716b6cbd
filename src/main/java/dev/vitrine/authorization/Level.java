package dev.vitrine.authorization;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Set;

/**
 * A caller's rights on one securable itself, without inherited ones.
 *
 * @param name full name, for messages
 * @param owned whether its owner is the caller or a group of the caller's
 * @param granted privileges granted on it to the caller or to a group of the caller's
 */
public record Level(SecurableType type, String name, boolean owned, Set<Privilege> granted) {
  public Level {
    granted = Set.copyOf(granted);
  }
}
