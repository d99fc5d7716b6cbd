package dev.vitrine.registry.share;

import dev.vitrine.authentication.TokenText;
import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The activation file of a recipient: endpoint and token, in the form of a credential file of Delta
 * Sharing. It is shown once; the store keeps the hash of the token only.
 */
final class Activation {
  /** The result columns as a query over the relation {@code recipients}, which has no token. */
  static final String COLUMNS =
      "recipient_name, comment AS activation, token_expires_at AS expires_at";

  private static final List<Column> ANSWER =
      List.of(
          Column.varchar("recipient_name", 255, false, "Name of the recipient"),
          Column.varchar(
              "activation", 65_536, true, "Activation file, JSON with the token; shown only once"),
          Column.timestamp("expires_at", false, "Time of expiry of the token, UTC"));

  /** Days of validity without EXPIRES. */
  private static final long DEFAULT_DAYS = 365;

  /** Maximum days of validity: about ten years. */
  private static final long MOST_DAYS = 3_650;

  /** Characters of a URL. */
  private static final int LONGEST_URL = 2_000;

  private final String endpoint;
  private final TokenText token;
  private final LocalDateTime expiresAt;

  /**
   * A new token.
   *
   * @param days of validity; null for the default
   * @param url of the endpoint; null for that of the server
   * @throws VitrineException INVALID_PARAMETER_VALUE for other numbers of days, or when no URL is
   *     known
   */
  Activation(@Nullable Long days, @Nullable String url, TaskContext context) {
    long valid = days == null ? DEFAULT_DAYS : days;
    if (valid < 1 || valid > MOST_DAYS) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The token of a recipient cannot be valid for " + valid + " days.")
          .withHint("It is valid for 1 to " + MOST_DAYS + " days.");
    }
    this.endpoint =
        Optional.ofNullable(url)
            .map(Activation::checked)
            .or(context::sharingEndpoint)
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            "The URL of the sharing endpoint is not known in this session.")
                        .withHint(
                            "Connect to a server that was started with --public-url, or add"
                                + " ENDPOINT 'https://HOST/api/2.1/vitrine-sharing'."));
    this.token = TokenText.generateForRecipient();
    this.expiresAt = context.stamp().at().plusDays(valid);
  }

  private static String checked(String url) {
    try {
      URI uri = new URI(url.replaceFirst("/+$", ""));
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb
          && url.length() <= LONGEST_URL
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri.toASCIIString();
      }
    } catch (URISyntaxException e) {
      throw noUrl().withCause(e);
    }
    throw noUrl();
  }

  private static VitrineException noUrl() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The endpoint is not the URL of a server.")
        .withHint("Example: ENDPOINT 'https://models.example.com/api/2.1/vitrine-sharing'.");
  }

  /** SHA-256 of the token. */
  String hash() {
    return token.hash();
  }

  LocalDateTime expiresAt() {
    return expiresAt;
  }

  /** The result of the statement: the only place that ever contains the token. */
  TaskResult result(String recipient) {
    String file =
        "{\"shareCredentialsVersion\":1,\"endpoint\":\""
            + endpoint
            + "\",\"bearerToken\":\""
            + token.value()
            + "\",\"expirationTime\":\""
            + expiresAt.toInstant(ZoneOffset.UTC)
            + "\"}";
    return new TaskResult.Created(ANSWER, List.of(recipient, file, expiresAt));
  }
}
