package dev.vitrine.server;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.StorageLocation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a server keeps files of model versions.
 *
 * @param storage where they are, shared by all servers of a registry
 * @param signatureRequired whether a version needs a signature to become READY
 * @param filesApi whether clients send and fetch files under their paths, and not by signed urls
 * @param directFiles whether clients on this machine are told of directories with the files, which
 *     then nothing guards but the rights of the file system
 * @param role what the server assumes in S3 for clients that read and write files there by
 *     themselves; empty if none may
 */
public record FileSettings(
    StorageLocation storage,
    boolean signatureRequired,
    boolean filesApi,
    boolean directFiles,
    Optional<String> role) {
  public FileSettings {
    requireNonNull(storage);
    requireNonNull(role);
  }

  /** Under this directory, all else as usual. */
  public static FileSettings under(Path storage) {
    return in(StorageLocation.of(storage));
  }

  /** In this place, all else as usual. */
  public static FileSettings in(StorageLocation storage) {
    return new FileSettings(storage, true, false, false, Optional.empty());
  }

  /**
   * Checks that the settings go together.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when they do not
   */
  void requireConsistent() {
    boolean inDirectory = storage instanceof StorageLocation.Directory;
    if (directFiles && !inDirectory) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--allow-direct-files requires files in a directory; these are in S3.")
          .withHint("Omit it.");
    }
    if (role.isPresent() && inDirectory) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "--storage-role requires files in S3.")
          .withHint("Set the bucket with --storage s3://bucket/prefix.");
    }
  }
}
