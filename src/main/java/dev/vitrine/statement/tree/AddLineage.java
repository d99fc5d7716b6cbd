package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Records what a version that is there was made from, besides what is recorded already. */
public record AddLineage(QualifiedName model, long version, List<LineageSource> sources)
    implements Call {
  public AddLineage {
    requireNonNull(model);
    sources = List.copyOf(sources);
  }

  @Override
  public boolean reads() {
    return false;
  }
}
