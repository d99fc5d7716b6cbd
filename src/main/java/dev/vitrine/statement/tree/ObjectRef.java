package dev.vitrine.statement.tree;

import java.util.Optional;

/**
 * The object of a comment, tag or description: a securable, or one version of a model.
 *
 * @param version only if the securable is a model
 */
public record ObjectRef(SecurableRef securable, Optional<VersionRef> version) {
  /** The securable itself. */
  public static ObjectRef of(SecurableRef securable) {
    return new ObjectRef(securable, Optional.empty());
  }
}
