package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** ALTER MODEL … ADD VERSION FROM 'uri': records a source as the next version, READY at once. */
public record AddVersion(
    QualifiedName model,
    String source,
    Optional<String> runId,
    Optional<String> signature,
    Optional<String> comment,
    List<TagAssignment> tags,
    List<QualifiedName> inputs)
    implements Statement {
  public AddVersion {
    requireNonNull(model);
    requireNonNull(source);
    requireNonNull(runId);
    requireNonNull(signature);
    requireNonNull(comment);
    tags = List.copyOf(tags);
    inputs = List.copyOf(inputs);
  }
}
