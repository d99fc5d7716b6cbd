package dev.vitrine.statement.tree;

import dev.vitrine.catalog.SecurableType;
import java.util.Optional;

/**
 * A securable as a statement names it.
 *
 * @param name empty for the metastore, and for {@code CATALOG} without a name, which is the
 *     session's
 */
public record SecurableRef(SecurableType type, Optional<QualifiedName> name) {
  /** The securable of this kind and name. */
  public static SecurableRef of(SecurableType type, QualifiedName name) {
    return new SecurableRef(type, Optional.of(name));
  }
}
