package dev.vitrine.server;

import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the files of model versions.
 *
 * @param storage location of the files, shared by all servers of a registry
 * @param signatureRequired whether a version needs a signature to become READY
 * @param filesApi whether clients transfer files by path instead of by signed URL
 * @param directFiles whether clients on this machine get directory paths, which only the
 *     permissions of the file system protect
 * @param role IAM role for temporary S3 credentials of clients; empty for none
 */
public record FileSettings(
    StorageLocation storage,
    boolean signatureRequired,
    boolean filesApi,
    boolean directFiles,
    Optional<String> role) {

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
