package dev.vitrine.authentication;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-in of a browser with an identity provider: authorization code flow with PKCE, state and
 * nonce. These three are derived from one secret that the browser keeps in a cookie from the begin
 * to the end, so any server of the registry can end what another one began, and a response that
 * another browser requested is refused. Safe for use by several threads.
 */
public final class OidcSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);

  /** Sign-ins that wait for the identity provider at the same time; each has a thread. */
  private static final int MOST_WAITING = 8;

  private static final String OTHER_BROWSER =
      "The response of the identity provider does not belong to a sign-in of this browser.";

  private final OidcClient client;
  private final OidcTokens tokens;
  private final OidcEndpoints endpoints;
  private final StoreAuthenticator authenticator;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  OidcSignIn(OidcProvider provider, OidcEndpoints endpoints, StoreAuthenticator authenticator) {
    this.client = provider.client().orElseThrow();
    this.tokens = authenticator.tokens(provider, client.id());
    this.endpoints = endpoints;
    this.authenticator = authenticator;
  }

  /** A new secret for one sign-in, which the browser keeps in a cookie: 43 characters. */
  public static String newSecret() {
    return RandomText.generate();
  }

  /** The name of the identity provider's host, for the page. */
  public String provider() {
    String host = URI.create(tokens.issuer()).getHost();
    return host == null ? tokens.issuer() : host;
  }

  /**
   * The address at the identity provider where the browser signs in.
   *
   * @param secret of this sign-in
   * @param callback address of this server to which the provider sends the browser back
   * @throws VitrineException AUTHENTICATION_FAILED when the provider cannot be reached
   */
  public URI begin(String secret, URI callback) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(OIDCScopeValue.OPENID, OIDCScopeValue.PROFILE, OIDCScopeValue.EMAIL),
            new ClientID(client.id()),
            callback)
        .endpointURI(endpoints.read().getAuthorizationEndpointURI())
        .state(new State(derived(secret, "state")))
        .nonce(new Nonce(derived(secret, "nonce")))
        .codeChallenge(verifier(secret), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Opens a session for the user with whom the browser comes back.
   *
   * @param secret of this sign-in, from the cookie
   * @param callback the same as at the begin
   * @param response the address with which the browser came back, with its query
   * @param source client address
   * @throws VitrineException AUTHENTICATION_FAILED when the response is invalid or denied, and when
   *     the user does not exist
   */
  public BrowserSecret complete(String secret, URI callback, URI response, InetAddress source) {
    StoreAuthenticator.Identified identified =
        authenticator.identified(
            tokens, () -> identity(secret, callback, response), LoginSource.of(source));
    return authenticator
        .browserSessions()
        .openForIdentity(identified.user(), identified.subject(), source);
  }

  private OidcTokens.Identity identity(String secret, URI callback, URI response) {
    OIDCProviderMetadata provider = endpoints.read();
    AuthorizationCode code = code(secret, response, provider);
    if (!waiting.tryAcquire()) {
      throw refusal("Too many sign-ins wait for the identity provider.").withHint("Try again.");
    }
    try {
      return tokens.read(idToken(secret, callback, code, provider), derived(secret, "nonce"));
    } finally {
      waiting.release();
    }
  }

  /** The texts of a response are written by others, so they are neither shown nor logged. */
  private static AuthorizationCode code(
      String secret, URI response, OIDCProviderMetadata provider) {
    AuthenticationResponse parsed;
    try {
      parsed = AuthenticationResponseParser.parse(response);
    } catch (ParseException exception) {
      LOG.debug("A response of the identity provider is malformed");
      throw refusal(OTHER_BROWSER).withHint("Sign in again.");
    }
    if (parsed.getState() == null
        || !isEqual(parsed.getState().getValue(), derived(secret, "state"))) {
      throw refusal(OTHER_BROWSER).withHint("Sign in again.");
    }
    if (parsed.getIssuer() != null
        ? !parsed.getIssuer().equals(provider.getIssuer())
        : provider.supportsAuthorizationResponseIssuerParam()) {
      throw refusal("The response comes from another identity provider.")
          .withHint("Sign in again.");
    }
    if (parsed instanceof AuthenticationErrorResponse) {
      throw refusal("The identity provider refused the sign-in.")
          .withHint("Sign in again, or ask the administrators of the identity provider.");
    }
    AuthorizationCode code = ((AuthenticationSuccessResponse) parsed).getAuthorizationCode();
    if (code == null) {
      throw refusal(OTHER_BROWSER).withHint("Sign in again.");
    }
    return code;
  }

  private String idToken(
      String secret, URI callback, AuthorizationCode code, OIDCProviderMetadata provider) {
    AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, callback, verifier(secret));
    URI endpoint = provider.getTokenEndpointURI();
    TokenRequest request =
        client
            .secret()
            .map(
                own ->
                    new TokenRequest.Builder(endpoint, authentication(own, provider), grant)
                        .build())
            .orElseGet(
                () -> new TokenRequest.Builder(endpoint, new ClientID(client.id()), grant).build());
    try {
      HTTPRequest http = request.toHTTPRequest();
      http.setConnectTimeout(OidcEndpoints.TIMEOUT_MILLIS);
      http.setReadTimeout(OidcEndpoints.TIMEOUT_MILLIS);
      http.setFollowRedirects(false);
      TokenResponse response = OIDCTokenResponseParser.parse(http.send());
      if (response instanceof OIDCTokenResponse tokenResponse) {
        return tokenResponse.getOIDCTokens().getIDTokenString();
      }
      TokenErrorResponse error = response.toErrorResponse();
      LOG.warn(
          "The identity provider {} refused a code with status {}",
          tokens.issuer(),
          error.getErrorObject() == null ? 0 : error.getErrorObject().getHTTPStatusCode());
      throw refusal("The identity provider refused the sign-in.").withHint("Sign in again.");
    } catch (IOException exception) {
      LOG.warn(
          "The identity provider {} cannot be reached: {}", tokens.issuer(), exception.toString());
      throw OidcEndpoints.unreachable();
    } catch (ParseException exception) {
      // The message can quote the response, which contains tokens.
      LOG.warn("The token response of {} is malformed", tokens.issuer());
      throw OidcEndpoints.unreachable();
    }
  }

  private ClientAuthentication authentication(String secret, OIDCProviderMetadata provider) {
    ClientID id = new ClientID(client.id());
    List<ClientAuthenticationMethod> methods = provider.getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic
        ? new ClientSecretBasic(id, new Secret(secret))
        : new ClientSecretPost(id, new Secret(secret));
  }

  private static CodeVerifier verifier(String secret) {
    return new CodeVerifier(derived(secret, "verifier"));
  }

  private static String derived(String secret, String purpose) {
    return RandomText.hash(purpose + "\n" + secret);
  }

  private static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, problem);
  }
}
