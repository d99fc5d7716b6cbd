package dev.vitrine.authentication;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of an identity provider, from its discovery document. The document is kept for an
 * hour. After a failure there is a pause before the next attempt, and the last document is used
 * meanwhile. Safe for use by several threads.
 */
final class OidcEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(OidcEndpoints.class);

  /** Time limit of connecting, and of each read, in milliseconds. */
  static final int TIMEOUT_MILLIS = 5_000;

  /** Maximum bytes of the document; usual ones have some thousand. */
  private static final int MOST_BYTES = 256 * 1024;

  /** How long the document of the provider is used before it is read again. */
  private static final Duration MEMORY = Duration.ofHours(1);

  /** Pause after a failure, so that requests do not queue for a provider that does not respond. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String PATH = "/.well-known/openid-configuration";

  private final String issuer;
  private final Clock clock;
  private final DefaultResourceRetriever retriever =
      new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);

  /** These two are guarded by this. */
  private Optional<OIDCProviderMetadata> known = Optional.empty();

  private Instant nextRead = Instant.MIN;

  OidcEndpoints(String issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * The current document.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when it cannot be read or is invalid
   */
  synchronized OIDCProviderMetadata read() {
    if (!clock.instant().isBefore(nextRead)) {
      try {
        known = Optional.of(load());
        nextRead = clock.instant().plus(MEMORY);
      } catch (IOException | ParseException | IllegalArgumentException failure) {
        nextRead = clock.instant().plus(PAUSE);
        LOG.warn("The discovery document of {} cannot be read: {}", issuer, failure.toString());
      }
    }
    return known.orElseThrow(OidcEndpoints::unreachable);
  }

  static VitrineException unreachable() {
    return new VitrineException(
            ErrorCode.AUTHENTICATION_FAILED, "The identity provider cannot be reached.")
        .withHint("Try again. If it fails again, see the server log, or sign in with a password.");
  }

  private OIDCProviderMetadata load() throws IOException, ParseException {
    URI address = URI.create(issuer.replaceFirst("/+$", "") + PATH);
    requireSafe(address);
    OIDCProviderMetadata document =
        OIDCProviderMetadata.parse(retriever.retrieveResource(address.toURL()).getContent());
    if (!document.getIssuer().getValue().equals(issuer)) {
      throw new ParseException("it names another issuer");
    }
    requireSafe(document.getAuthorizationEndpointURI());
    requireSafe(document.getTokenEndpointURI());
    return document;
  }

  /** Codes and secrets must not be readable on their way. */
  private static void requireSafe(URI endpoint) throws ParseException {
    boolean safe =
        endpoint != null
            && endpoint.getHost() != null
            && ("https".equals(endpoint.getScheme())
                || ("http".equals(endpoint.getScheme()) && LOOPBACK.contains(endpoint.getHost())));
    if (!safe) {
      throw new ParseException("an endpoint has no https: URL");
    }
  }
}
