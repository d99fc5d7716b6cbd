package dev.vitrine.artifact;

import java.io.IOException;

/**
 * Locations where clients read and write files of versions directly. Written files are copied into
 * the storage when the version is finalized.
 */
public sealed interface ClientFiles permits DirectFiles, S3ClientFiles {
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

  /** Deletes locations that are no longer in use. */
  void collect() throws IOException;
}
