package dev.vitrine.artifact;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What S3 refuses, in our words. Messages of the service and the SDK are left out of the log: some
 * repeat what was sent.
 */
final class S3Errors {
  private static final Logger LOG = LoggerFactory.getLogger(S3Errors.class);

  private static final int INSUFFICIENT_STORAGE = 507;

  /** Of quotas and full disks, with the services that have these; and of no right to write. */
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
                  .map(endpoint -> "The service of S3 at " + endpoint + " does not answer.")
                  .orElse("S3 does not answer."))
          .withCause(cause)
          .withHint("See that the server reaches it; --s3-endpoint says where it is.");
    }
    String bucket = "The bucket '" + place.bucket() + "'";
    return switch (code(refusal)) {
      case "NoSuchBucket" ->
          invalid("There is no bucket '" + place.bucket() + "'.", cause)
              .withHint("Make it, or give another one with --storage.");
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          invalid(bucket + " is in another region.", cause).withHint("Give it with --s3-region.");
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
          invalid("S3 does not accept the credentials (" + code(refusal) + ").", cause)
              .withHint("See which ones the environment and ~/.aws have.");
      case "AccessDenied", "AllAccessDisabled", "403" ->
          invalid(bucket + " may not be used with the credentials.", cause)
              .withHint(
                  "They must be allowed to list it, and to read, write and delete objects in it.");
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
      LOG.warn("S3 does not answer: {}, attempts {}", reason, cause.numAttempts());
    }
    return new VitrineException(
            ErrorCode.STORE_UNREACHABLE,
            "The storage of files does not do what it should (" + reason + ").")
        .withCause(cause)
        .withHint("Try again; the server's log tells more.");
  }

  /** Whether a refusal to write says that nothing can be stored at present. */
  static boolean isFull(AwsServiceException refusal) {
    return refusal.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(refusal));
  }

  /** The error of a write that was refused so. */
  static VitrineException full(AwsServiceException refusal) {
    LOG.warn(
        "S3 stores nothing: {}, status {}, its id {}",
        code(refusal),
        refusal.statusCode(),
        refusal.requestId());
    return new VitrineException(
            ErrorCode.DISK_FULL,
            "The storage of files is full or cannot be written to (" + code(refusal) + ").")
        .withCause(refusal)
        .withHint("An operator must make room or make it writable; then send the file again.");
  }

  private static VitrineException invalid(String problem, Throwable cause) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem).withCause(cause);
  }

  /** The name of the error, or the status of an answer that has none. */
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
