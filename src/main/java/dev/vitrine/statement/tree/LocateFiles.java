package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/**
 * Asks for a version's files to be laid out where the caller reads or writes them by itself: to
 * write while the version is PENDING, to read once it is READY. The rights are those of {@link
 * OpenFiles}; who lacks them is answered nothing, for it was not all that they asked for.
 */
public record LocateFiles(QualifiedName model, long version) implements Call {
  /** Which files they are, and whether they may be read or written. */
  public record Found(long set, OpenFiles.Access access) {
    public Found {
      requireNonNull(access);
    }
  }

  public LocateFiles {
    requireNonNull(model);
  }

  /** The trail tells of who was told. */
  @Override
  public boolean reads() {
    return false;
  }
}
