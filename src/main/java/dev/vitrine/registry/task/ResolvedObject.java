package dev.vitrine.registry.task;

import dev.vitrine.authorization.Access;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.securable.NamePath;
import dev.vitrine.store.securable.SecurablePath;
import java.util.Optional;

/**
 * A resolved name: the object, if it exists, and the caller's rights on it.
 *
 * @param type the requested kind
 * @param chain the existing objects of the name
 * @param access rights on the object, if it exists
 * @param reserved whether it is a reserved object, which exists, is visible, and cannot be changed
 */
public record ResolvedObject(
    SecurableType type,
    NamePath name,
    SecurablePath chain,
    Optional<Access> access,
    boolean reserved) {
  public boolean visible() {
    return reserved || access.map(Access::visible).orElse(false);
  }

  /** Whether the caller has a right on it, gates aside. */
  public boolean known() {
    return access.map(Access::known).orElse(false);
  }

  public boolean exists() {
    return reserved || access.isPresent();
  }

  /** Whether it is, or is in, a catalog that follows a share of a provider. */
  public boolean shared() {
    return chain.link(SecurableType.CATALOG).map(SecurablePath.Link::shared).orElse(false);
  }

  /** The id of the object, which exists. */
  public long id() {
    return idOf(type);
  }

  /** The id of the object or of a container of it, which exists. */
  public long idOf(SecurableType kind) {
    return chain.link(kind).orElseThrow().id();
  }

  /** The name of the catalog that it is or is in. */
  public String catalog() {
    return name.parts().get(0);
  }

  /** The name of the schema that it is or is in. */
  public String schema() {
    return name.parts().get(1);
  }

  /** The names from the catalog down, joined by dots. */
  public String fullName() {
    return name.toString();
  }
}
