package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a comment, a tag or a description belongs to: a securable, or one version of a model.
 *
 * @param version only where the securable is a model
 */
public record ObjectRef(SecurableRef securable, Optional<VersionRef> version) {
  public ObjectRef {
    requireNonNull(securable);
    requireNonNull(version);
  }

  /** The securable itself. */
  public static ObjectRef of(SecurableRef securable) {
    return new ObjectRef(securable, Optional.empty());
  }
}
