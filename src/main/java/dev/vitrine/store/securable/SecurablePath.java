package dev.vitrine.store.securable;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A securable and its containers, as far as they exist, with the rights of one caller on each.
 *
 * @param links the existing ones, from the metastore down
 */
public record SecurablePath(List<Link> links) {
  /**
   * @param id in its table
   * @param ownerId of the principal that owns it
   * @param granted privileges granted on it to the caller's holders
   * @param shared whether it is a catalog that follows a share of a provider
   */
  public record Link(
      SecurableType type, long id, long ownerId, Set<Privilege> granted, boolean shared) {
    public Link {
      granted = Set.copyOf(granted);
    }

    /** The same link merged with another row of it. */
    Link with(Link other) {
      Set<Privilege> both = new HashSet<>(granted);
      both.addAll(other.granted);
      return new Link(type, id, ownerId, both, shared);
    }
  }

  public SecurablePath {
    links = List.copyOf(links);
  }

  /** The link of a kind, if it exists. */
  public Optional<Link> link(SecurableType type) {
    return links.stream().filter(link -> link.type() == type).findFirst();
  }
}
