package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

/**
 * Asks for a version's files.
 *
 * @param path of the one that is wanted, which the trail then tells of; empty to ask what may be
 *     done
 */
public record OpenFiles(QualifiedName model, long version, Access access, String path)
    implements Call {
  /** What for. */
  public enum Access {
    /** To see which there are. */
    LIST,
    READ,
    /** To add some, while the version is PENDING. */
    WRITE
  }

  public OpenFiles {
    requireNonNull(model);
    requireNonNull(access);
    requireNonNull(path);
  }

  /** The trail tells of each file that is read or added, and not of questions. */
  @Override
  public boolean reads() {
    return access == Access.LIST || path.isEmpty();
  }
}
