package dev.vitrine.artifact.s3;

import java.time.Instant;

/** Temporary S3 credentials for some objects. {@code toString} omits the secrets. */
public record TemporaryCredentials(
    String accessKeyId, String secretAccessKey, String sessionToken, Instant expiry) {

  @Override
  public String toString() {
    return "TemporaryCredentials[accessKeyId=" + accessKeyId + ", expiry=" + expiry + "]";
  }
}
