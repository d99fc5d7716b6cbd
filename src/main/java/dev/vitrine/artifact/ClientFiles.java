package dev.vitrine.artifact;

import java.io.IOException;

/**
 * Where clients read and write files of versions by themselves. What they write is taken in, as
 * copies, when the version is finalized.
 */
public sealed interface ClientFiles permits DirectFiles, LentFiles {
  /**
   * Adds the files that a client wrote to their set.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when not all can be files of
   *     a version; then none is added
   */
  void takeIn(long set) throws IOException;

  /** The hint for a client that wrote no files. */
  String advice();

  /** Discards the files that a client wrote for a set, now or at the next collection. */
  void discard(long set);

  /** Deletes what nothing can be written to or read from any more. */
  void collect() throws IOException;
}
