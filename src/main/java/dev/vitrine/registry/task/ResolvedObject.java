package dev.vitrine.registry.task;

import dev.vitrine.authorization.Access;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.securable.SecurablePath;
import java.util.Optional;

/**
 * A resolved name: the object, if it exists, and the caller's rights on it.
 *
 * @param type the requested kind
 * @param catalog lower case; empty for the metastore
 * @param schema lower case; empty for the metastore and a catalog
 * @param model lower case; only for a model
 * @param chain the existing objects of the name
 * @param access rights on the object, if it exists
 * @param reserved whether it is a reserved object, which exists, is visible, and cannot be changed
 */
public record ResolvedObject(
    SecurableType type,
    Optional<String> catalog,
    Optional<String> schema,
    Optional<String> model,
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

  /** The id of the object, which exists. */
  public long id() {
    return idOf(type);
  }

  /** The id of the object or of a container of it, which exists. */
  public long idOf(SecurableType kind) {
    return chain.link(kind).orElseThrow().id();
  }

  /** CheckedNames from the catalog down, joined by dots. */
  public String fullName() {
    StringBuilder name = new StringBuilder(catalog.orElse(""));
    schema.ifPresent(part -> name.append('.').append(part));
    model.ifPresent(part -> name.append('.').append(part));
    return name.toString();
  }
}
