package dev.vitrine.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates tokens of an identity provider: signature, audience, validity (with one minute of clock
 * skew) and user. The keys are refreshed every few minutes and when a token has an unknown key;
 * cached keys remain usable for some hours if the provider is not reachable. Safe for use by
 * several threads.
 */
final class OidcTokens {
  private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);

  /** Asymmetric algorithms only: with a symmetric key, a verifier could also issue tokens. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  /** How long cached keys are used while the provider is not reachable. */
  private static final Duration OUTAGE = Duration.ofHours(4);

  /** Maximum characters of a subject (OpenID Connect Core 1.0, section 2). */
  private static final int LONGEST_SUBJECT = 255;

  /** Maximum characters of a token. */
  private static final int LONGEST = 16_384;

  private final OidcProvider provider;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Validates tokens with the audience of the provider's settings. */
  OidcTokens(OidcProvider provider, Clock clock) {
    this(provider, provider.audience(), clock);
  }

  /**
   * @param audience required element of the {@code aud} claim
   */
  OidcTokens(OidcProvider provider, String audience, Clock clock) {
    this.provider = provider;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(provider)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(provider.issuer()).build(),
            Set.of(JWTClaimNames.EXPIRATION_TIME, provider.userClaim())) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  private static JWKSource<SecurityContext> keys(OidcProvider provider) {
    try {
      return JWKSourceBuilder.create(provider.keys().toURL())
          .refreshAheadCache(false)
          .retrying(true)
          .outageTolerant(OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException exception) {
      throw new IllegalStateException("https: and file: are known to every Java", exception);
    }
  }

  /**
   * The user and the claims of a token.
   *
   * @param subject ID of the user at the provider; the name if the token has none
   */
  record Identity(String user, String subject, Claims claims) {}

  /** Whether accounts are made for users that are not there yet. */
  boolean createsUsers() {
    return provider.createsUsers();
  }

  /** The settings of the identity provider. */
  OidcProvider provider() {
    return provider;
  }

  /** The identity provider. */
  String issuer() {
    return provider.issuer();
  }

  /**
   * The content of the token.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when it is invalid
   */
  Identity read(String token) {
    return read(token, claims -> true);
  }

  /**
   * The content of an ID token.
   *
   * @param nonce required {@code nonce} claim
   * @throws VitrineException AUTHENTICATION_FAILED when it is invalid
   */
  Identity read(String token, String nonce) {
    return read(token, claims -> nonce.equals(claims.getClaim("nonce")));
  }

  private Identity read(String token, Predicate<JWTClaimsSet> condition) {
    if (token.length() > LONGEST) {
      throw invalid();
    }
    try {
      JWTClaimsSet claims = processor.process(token, null);
      if (!condition.test(claims)) {
        throw invalid();
      }
      // An unverified address could belong to another person.
      if (provider.userClaim().equals("email") && !isVerified(claims)) {
        throw invalid();
      }
      String user = claims.getStringClaim(provider.userClaim());
      String subject = claims.getSubject() == null ? user : claims.getSubject();
      return new Identity(user, StorableText.excerpt(subject, LONGEST_SUBJECT), groups(claims));
    } catch (ExpiredJWTException exception) {
      throw refusal("The token has expired.")
          .withHint("Request a new token from the identity provider.");
    } catch (RateLimitReachedException | BadJOSEException | ParseException exception) {
      // Messages of parsers quote their input.
      LOG.debug("A token was refused: {}", exception.getClass().getSimpleName());
      throw invalid();
    } catch (JOSEException exception) {
      LOG.warn("The keys of {} cannot be read: {}", provider.issuer(), exception.toString());
      throw refusal("The keys of the identity provider cannot be read.")
          .withHint("Try again. If it fails again, see the server log.");
    }
  }

  /** Some providers write a boolean as a text. */
  private boolean isVerified(JWTClaimsSet claims) {
    Object verified = claims.getClaim("email_verified");
    return verified == null
        ? provider.trustsEmails()
        : Boolean.TRUE.equals(verified) || "true".equals(verified);
  }

  /** A list of names, or one name; anything else gives no right. */
  private Claims groups(JWTClaimsSet claims) {
    Object named = provider.groupsClaim().map(claims::getClaim).orElse(null);
    Stream<?> names = named instanceof Collection<?> several ? several.stream() : Stream.of(named);
    return named == null
        ? Claims.NONE
        : Claims.of(
            names.filter(String.class::isInstance).map(String.class::cast).toList(),
            provider.adminGroup().orElse(null));
  }

  private static VitrineException invalid() {
    return refusal("The token is invalid.")
        .withHint(
            "Use a token that the identity provider issued for this registry, or one from CREATE TOKEN.");
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, problem);
  }
}
