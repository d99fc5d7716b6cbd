package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The role that the server assumes for clients. The session policy limits each session to the
 * objects under one prefix.
 */
public final class S3Role {
  private static final Logger LOG = LoggerFactory.getLogger(S3Role.class);
  private static final Pattern ARN =
      Pattern.compile("arn:([a-z0-9-]+):[A-Za-z0-9-]*:[A-Za-z0-9-]*:[A-Za-z0-9-]*:[\\w+=,.@/*-]+");

  /** 15 minutes: the validity of signed URLs, and the minimum of STS. */
  static final Duration READING = Duration.ofMinutes(15);

  /**
   * 1 hour, because MLflow's client cannot renew credentials during an upload. They only give
   * access to staged files, which are not served.
   */
  static final Duration WRITING = Duration.ofHours(1);

  private static final String OBJECTS =
      """
      {"Version":"2012-10-17","Statement":[\
      {"Effect":"Allow","Action":[%3$s],"Resource":"arn:%1$s:s3:::%2$s/%4$s*"},\
      {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:%1$s:s3:::%2$s",\
      "Condition":{"StringLike":{"s3:prefix":"%4$s*"}}}]}""";

  private final StsClient sts;
  private final S3Location place;
  private final String arn;
  private final String partition;

  private S3Role(StsClient sts, S3Location place, String arn, String partition) {
    this.sts = sts;
    this.place = place;
    this.arn = arn;
    this.partition = partition;
  }

  /**
   * The role of this name, which the server may assume.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it may not, or there is none
   */
  static S3Role of(S3Connection s3, String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw invalid("'" + arn + "' is not the ARN of a role.")
          .withHint("Write arn:aws:iam::123456789012:role/name.");
    }
    if (s3.place().prefix().indexOf('*') >= 0) {
      throw invalid(
              "Temporary credentials cannot be limited to a prefix with '*', which policies treat as a wildcard.")
          .withHint("Omit --storage-role.");
    }
    String partition = matcher.group(1).startsWith("aws") ? matcher.group(1) : "aws";
    S3Role role = new S3Role(s3.sts(), s3.place(), arn, partition);
    try {
      role.assume("vitrine", role.policy("nothing/", "\"s3:GetObject\""), READING);
    } catch (SdkException exception) {
      throw invalid("The role " + arn + " cannot be assumed (" + code(exception) + ").")
          .withCause(exception)
          .withHint("Its trust policy must allow the identity of the server.");
    }
    return role;
  }

  /** Credentials to read the objects under a prefix that ends in a slash. */
  public TemporaryCredentials toRead(String prefix, String user) {
    return credentials(prefix, "\"s3:GetObject\"", READING, user);
  }

  /** Credentials to read and write the objects under a prefix that ends in a slash. */
  public TemporaryCredentials toWrite(String prefix, String user) {
    String actions =
        "\"s3:PutObject\",\"s3:GetObject\",\"s3:AbortMultipartUpload\","
            + "\"s3:ListMultipartUploadParts\"";
    return credentials(prefix, actions, WRITING, user);
  }

  private String policy(String prefix, String actions) {
    return OBJECTS.formatted(partition, place.bucket(), actions, place.key(prefix));
  }

  private TemporaryCredentials credentials(
      String prefix, String actions, Duration duration, String user) {
    try {
      Credentials credentials = assume("vitrine-" + user, policy(prefix, actions), duration);
      return new TemporaryCredentials(
          credentials.accessKeyId(),
          credentials.secretAccessKey(),
          credentials.sessionToken(),
          credentials.expiration());
    } catch (SdkException exception) {
      LOG.warn("The role for clients cannot be assumed: {}", code(exception));
      boolean refused =
          exception instanceof AwsServiceException refusal && refusal.statusCode() < 500;
      throw new VitrineException(
              refused ? ErrorCode.UNSUPPORTED_FEATURE : ErrorCode.STORE_UNREACHABLE,
              "Credentials for the file storage are not available now.")
          .withCause(exception)
          .withHint("The server log has details. MLflow's databricks-uc needs no credentials.");
    }
  }

  private Credentials assume(String session, String policy, Duration duration) {
    String name = session.replaceAll("[^\\w+=,.@-]", "-");
    return sts.assumeRole(
            request ->
                request
                    .roleArn(arn)
                    .roleSessionName(name.substring(0, Math.min(64, name.length())))
                    .durationSeconds((int) duration.toSeconds())
                    .policy(policy))
        .credentials();
  }

  private static String code(SdkException exception) {
    return exception instanceof AwsServiceException refusal
        ? S3Errors.code(refusal)
        : exception.getClass().getSimpleName();
  }

  private static VitrineException invalid(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem);
  }
}
