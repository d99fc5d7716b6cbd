package dev.vitrine.store.share;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The rights of a principal on a model and its containers; not safe for use by several threads. */
public final class OwnerRights {
  private final Set<SecurableType> owned = EnumSet.noneOf(SecurableType.class);
  private final Map<SecurableType, Set<Privilege>> granted = new EnumMap<>(SecurableType.class);

  void addOwned(SecurableType type) {
    owned.add(type);
  }

  void addGranted(SecurableType type, Privilege privilege) {
    granted.computeIfAbsent(type, any -> EnumSet.noneOf(Privilege.class)).add(privilege);
  }

  /** Whether the principal, or a group that it is in, owns the object of the type. */
  public boolean owns(SecurableType type) {
    return owned.contains(type);
  }

  /** The privileges granted on the object of the type to the principal or a group that it is in. */
  public Set<Privilege> granted(SecurableType type) {
    return Set.copyOf(granted.getOrDefault(type, Set.of()));
  }
}
