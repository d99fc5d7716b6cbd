package dev.vitrine.cli;

import dev.vitrine.artifact.S3Location;
import dev.vitrine.artifact.StorageLocation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where files of model versions are. */
final class StorageOptions {
  @Option(
      names = "--storage",
      paramLabel = "PLACE",
      description = {
        "Where files of model versions are; all servers of a registry share it: a directory, or",
        "s3://BUCKET[/PREFIX]. Credentials of S3 come from where Amazon's tools look for them:",
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws, the role of the machine.",
        "Default: beside a file store, in its name with .files; in ~/.vitrine/files for PostgreSQL;",
        "for a mem: store a directory that is deleted with it."
      })
  private Optional<String> storage;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "The service that speaks S3, if it is not Amazon's: https://HOST[:PORT].")
  private Optional<String> endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      description = "The region of the bucket. Default: that of AWS_REGION, or of ~/.aws.")
  private Optional<String> region;

  @Option(
      names = "--storage-role",
      paramLabel = "ARN",
      description = {
        "A role that the server may assume, which may read and write under --storage in S3. Clients",
        "of MLflow's uc: scheme then get credentials of S3 for the files of one version, and no",
        "more: for 15 minutes to read, for an hour to write. Without it, no client gets any."
      })
  private Optional<String> role;

  /** The role that credentials for clients are from. */
  Optional<String> role() {
    return role;
  }

  /**
   * The place.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the options do not say one
   */
  StorageLocation location(DefaultStorage fallback) throws IOException {
    if (storage.isPresent() && S3Location.isMeantBy(storage.get())) {
      return S3Location.parse(storage.get(), endpoint, region);
    }
    if (endpoint.isPresent() || region.isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--s3-endpoint and --s3-region are for files in S3.")
          .withHint("Say in which bucket: --storage s3://bucket/prefix.");
    }
    return StorageLocation.of(storage.isPresent() ? Path.of(storage.get()) : fallback.directory());
  }
}
