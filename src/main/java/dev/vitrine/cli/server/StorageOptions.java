package dev.vitrine.cli.server;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the storage for files of model versions. */
final class StorageOptions {
  @Option(
      names = "--storage",
      paramLabel = "PLACE",
      description =
          "Storage for files of model versions: a directory, or s3://BUCKET[/PREFIX]. All servers of"
              + " a registry must use the same. S3 credentials come from the default provider chain"
              + " of the AWS SDK: the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the"
              + " AWS configuration files, or the role of the machine. Default for a file store: its"
              + " path with the suffix .files; for PostgreSQL: a directory in the home directory; for"
              + " a mem: store: a temporary directory.")
  private Optional<String> storage = Optional.empty();

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "URL of an S3-compatible service other than Amazon's: https://HOST[:PORT].")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      description = "Region of the bucket. Default: AWS_REGION, or the AWS configuration files.")
  private Optional<String> region = Optional.empty();

  @Option(
      names = "--storage-role",
      paramLabel = "ARN",
      description =
          "IAM role with read and write access to --storage in S3, which the server may assume. With"
              + " it, clients of MLflow's uc: scheme get temporary S3 credentials for the files of one"
              + " version: for 15 minutes to read, for an hour to write.")
  private Optional<String> role = Optional.empty();

  /** The role that credentials for clients are from. */
  Optional<String> role() {
    return role;
  }

  /** Whether the command line names a place of its own. */
  boolean isGiven() {
    return storage.isPresent() || endpoint.isPresent() || region.isPresent() || role.isPresent();
  }

  /**
   * The place.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the options are inconsistent
   */
  StorageLocation location(DefaultStorage fallback) throws IOException {
    if (storage.isPresent() && S3Location.isMeantBy(storage.get())) {
      return S3Location.parse(storage.get(), endpoint.orElse(null), region.orElse(null));
    }
    if (endpoint.isPresent() || region.isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--s3-endpoint and --s3-region require files in S3.")
          .withHint("Set the bucket with --storage s3://bucket/prefix.");
    }
    return StorageLocation.of(storage.isPresent() ? Path.of(storage.get()) : fallback.directory());
  }
}
