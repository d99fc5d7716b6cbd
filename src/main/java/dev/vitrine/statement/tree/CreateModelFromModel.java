package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * CREATE MODEL … FROM MODEL: a new model whose version 1 is a copy; of the latest version where
 * none is named.
 */
public record CreateModelFromModel(
    QualifiedName name,
    boolean ifNotExists,
    QualifiedName source,
    Optional<VersionRef> version,
    Optional<String> comment)
    implements Statement {
  public CreateModelFromModel {
    requireNonNull(name);
    requireNonNull(source);
    requireNonNull(version);
    requireNonNull(comment);
  }
}
