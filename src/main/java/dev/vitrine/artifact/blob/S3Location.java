package dev.vitrine.artifact.blob;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket, or a prefix in it.
 *
 * @param prefix prefix of the keys, without a slash at either end; empty for the whole bucket
 * @param endpoint the service, if it is not Amazon's
 * @param region empty to use the default of the AWS SDK
 */
public record S3Location(
    String bucket, String prefix, Optional<URI> endpoint, Optional<String> region)
    implements StorageLocation {
  private static final String SCHEME = "s3://";
  private static final Pattern URL =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*'()/=-]*))?");

  /** Whether the text is meant to be a location in S3. */
  public static boolean isMeantBy(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * The location {@code s3://bucket/prefix}.
   *
   * @param endpoint URL of the service; null for Amazon's
   * @param region null to use the default of the AWS SDK
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not written so
   */
  public static S3Location parse(String url, @Nullable String endpoint, @Nullable String region) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw misuse("'" + url + "' is not an S3 location.", "Write s3://bucket/prefix.");
    }
    String prefix = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("/+$", "");
    if (prefix.startsWith("/") || prefix.contains("//")) {
      throw misuse("'" + url + "' has an empty name between slashes.", "Write s3://bucket/prefix.");
    }
    return new S3Location(
        matcher.group(1),
        prefix,
        Optional.ofNullable(endpoint).map(S3Location::endpoint),
        Optional.ofNullable(region));
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException exception) {
      throw noEndpoint().withCause(exception);
    }
    throw noEndpoint();
  }

  /** The message omits the text, because it may contain credentials. */
  private static VitrineException noEndpoint() {
    return misuse("The S3 endpoint is not the URL of a service.", "Write https://host[:port].");
  }

  private static VitrineException misuse(String problem, String hint) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem).withHint(hint);
  }

  /** The key of an object that is called so here. */
  public String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The place, as it was written. */
  @Override
  public String toString() {
    return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
