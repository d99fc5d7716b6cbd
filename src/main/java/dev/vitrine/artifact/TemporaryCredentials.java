package dev.vitrine.artifact;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Credentials of S3 that are good for some objects and for a while. Prints without its secrets. */
public record TemporaryCredentials(
    String accessKeyId, String secretAccessKey, String sessionToken, Instant expiry) {
  public TemporaryCredentials {
    requireNonNull(accessKeyId);
    requireNonNull(secretAccessKey);
    requireNonNull(sessionToken);
    requireNonNull(expiry);
  }

  @Override
  public String toString() {
    return "TemporaryCredentials[accessKeyId=" + accessKeyId + ", expiry=" + expiry + "]";
  }
}
