package dev.vitrine.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The content of an activation file: where a provider is, and how to sign in. {@code toString}
 * omits the token.
 *
 * @param endpoint URL without a slash at its end
 * @param token bearer token
 * @param expiresAt time of its expiry in UTC, if the file has one
 */
public record ShareCredential(String endpoint, String token, Optional<LocalDateTime> expiresAt) {
  /** The only version of the format. */
  private static final int VERSION = 1;

  private static final int LONGEST_TEXT = 16_384;
  private static final int LONGEST_ENDPOINT = 2_000;
  private static final int LONGEST_TOKEN = 2_000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads an activation file. Errors contain no part of it, because it has a secret.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is malformed, or its endpoint is not
   *     an https URL
   */
  public static ShareCredential parse(String text) {
    JsonNode root;
    try {
      root = text.length() > LONGEST_TEXT ? JSON.missingNode() : JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      // Its message repeats the text.
      root = JSON.missingNode();
    }
    if (!root.isObject() || root.path("shareCredentialsVersion").asInt() != VERSION) {
      throw invalid("The text is not an activation file.");
    }
    String token = root.path("bearerToken").asText("");
    boolean sendable = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (token.isEmpty() || token.length() > LONGEST_TOKEN || !sendable) {
      throw invalid("The activation file has no usable bearerToken.");
    }
    return new ShareCredential(
        endpoint(root.path("endpoint").asText("")),
        token,
        expiry(root.path("expirationTime").asText("")));
  }

  private static String endpoint(String text) {
    String url = text.replaceFirst("/+$", "");
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && url.length() <= LONGEST_ENDPOINT) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      throw invalid("The endpoint of the activation file is not a URL.");
    }
    throw invalid("The endpoint of the activation file is not a URL of a server.");
  }

  private static Optional<LocalDateTime> expiry(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.parse(text)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDateTime()
              .truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException malformed) {
      throw invalid("The expirationTime of the activation file is not a time.");
    }
  }

  private static VitrineException invalid(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem)
        .withHint(
            "Pass the whole JSON text that CREATE RECIPIENT returned at the provider, with"
                + " shareCredentialsVersion 1, endpoint and bearerToken.");
  }

  @Override
  public String toString() {
    return "ShareCredential[endpoint=" + endpoint + ", token=********]";
  }
}
