package dev.vitrine.artifact;

import java.io.IOException;

/**
 * Where clients read and write files of versions by themselves. What they write is taken in, as
 * copies, when the version is finalized.
 */
public sealed interface ClientFiles permits DirectFiles, LentFiles {
  /**
   * Adds to a set what was written for it.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when it cannot all be files
   *     of a version, and then nothing was added
   */
  void takeIn(long set) throws IOException;

  /** What to tell who wrote nothing that arrived. */
  String advice();

  /** Forgets what was written for a set, at once or when it is collected. */
  void discard(long set);

  /** Deletes what nothing can be written to or read from any more. */
  void collect() throws IOException;
}
