package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** CREATE MODEL: a registered model without versions. */
public record CreateModel(
    QualifiedName name, boolean ifNotExists, Optional<String> comment, List<TagAssignment> tags)
    implements Statement {
  public CreateModel {
    requireNonNull(name);
    requireNonNull(comment);
    tags = List.copyOf(tags);
  }
}
