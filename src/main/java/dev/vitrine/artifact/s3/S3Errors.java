package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Translates errors of S3. Messages of the service and the SDK are not logged, because some repeat
 * the request.
 */
final class S3Errors {
  private static final Logger LOG = LoggerFactory.getLogger(S3Errors.class);

  /** HTTP status of a full storage. */
  private static final int INSUFFICIENT_STORAGE = 507;

  /** Error codes of quotas, full disks and missing write permission. */
  private static final Set<String> FULL =
      Set.of(
          "AccessDenied",
          "AllAccessDisabled",
          "InsufficientStorage",
          "InsufficientStorageSpace",
          "QuotaExceeded",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded");

  private S3Errors() {}

  /** Why a server cannot start on this place. */
  static VitrineException unusable(S3Location place, SdkException cause) {
    if (!(cause instanceof AwsServiceException refusal)) {
      return new VitrineException(
              ErrorCode.STORE_UNREACHABLE,
              place
                  .endpoint()
                  .map(endpoint -> "The S3 service at " + endpoint + " does not respond.")
                  .orElse("S3 does not respond."))
          .withCause(cause)
          .withHint("Check the network and --s3-endpoint.");
    }
    String bucket = "The bucket '" + place.bucket() + "'";
    return switch (code(refusal)) {
      case "NoSuchBucket" ->
          invalid("There is no bucket '" + place.bucket() + "'.", cause)
              .withHint("Create it, or set another one with --storage.");
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          invalid(bucket + " is in another region.", cause).withHint("Set it with --s3-region.");
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
          invalid("S3 does not accept the credentials (" + code(refusal) + ").", cause)
              .withHint("Check the environment and ~/.aws.");
      case "AccessDenied", "AllAccessDisabled", "403" ->
          invalid(bucket + " cannot be accessed with the credentials.", cause)
              .withHint(
                  "They need permission to list it, and to read, write and delete objects in it.");
      default ->
          invalid(bucket + " cannot be used (" + code(refusal) + ").", cause)
              .withHint("See --storage, --s3-endpoint and --s3-region.");
    };
  }

  /** Why a request came to nothing. */
  static VitrineException failed(SdkException cause) {
    String reason;
    if (cause instanceof AwsServiceException refusal) {
      reason = code(refusal);
      LOG.warn(
          "S3 refused a request: {}, status {}, its id {}",
          reason,
          refusal.statusCode(),
          refusal.requestId());
    } else {
      reason = root(cause).getClass().getSimpleName();
      LOG.warn("S3 does not respond: {}, attempts {}", reason, cause.numAttempts());
    }
    return new VitrineException(
            ErrorCode.STORE_UNREACHABLE, "The file storage failed (" + reason + ").")
        .withCause(cause)
        .withHint("Try again. The server log has details.");
  }

  /** Whether a refusal to write means that nothing can be stored at present. */
  static boolean isFull(AwsServiceException refusal) {
    return refusal.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(refusal));
  }

  /** The error of a write that was refused so. */
  static VitrineException full(AwsServiceException refusal) {
    LOG.warn(
        "S3 cannot store objects: {}, status {}, its id {}",
        code(refusal),
        refusal.statusCode(),
        refusal.requestId());
    return new VitrineException(
            ErrorCode.DISK_FULL,
            "The file storage is full or cannot be written to (" + code(refusal) + ").")
        .withCause(refusal)
        .withHint("Free space or make it writable, then send the file again.");
  }

  private static VitrineException invalid(String problem, Throwable cause) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem).withCause(cause);
  }

  /** The error code, or the HTTP status if there is no code. */
  static String code(AwsServiceException refusal) {
    boolean named =
        refusal.awsErrorDetails() != null && refusal.awsErrorDetails().errorCode() != null;
    return named ? refusal.awsErrorDetails().errorCode() : Integer.toString(refusal.statusCode());
  }

  private static Throwable root(Throwable exception) {
    Throwable root = exception;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
