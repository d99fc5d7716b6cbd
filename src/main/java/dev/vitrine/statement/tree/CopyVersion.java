package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/**
 * ALTER MODEL … ADD VERSION FROM MODEL … VERSION …: copies a version, creating the target model
 * where there is none.
 */
public record CopyVersion(QualifiedName target, QualifiedName source, VersionRef version)
    implements Statement {
  public CopyVersion {
    requireNonNull(target);
    requireNonNull(source);
    requireNonNull(version);
  }
}
