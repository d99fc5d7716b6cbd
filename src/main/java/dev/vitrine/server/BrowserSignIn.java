package dev.vitrine.server;

import static java.util.Objects.requireNonNull;

import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.server.web.Browsers;
import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Signs browsers in with the credentials of the other interfaces. */
final class BrowserSignIn implements Browsers {
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CredentialSignIn signIn;
  private final Map<String, Authenticated> sessions = new ConcurrentHashMap<>();

  BrowserSignIn(CredentialSignIn signIn) {
    this.signIn = requireNonNull(signIn);
  }

  @Override
  public String open(Context context, Credentials credentials) {
    Authenticated user = signIn.authenticated(context, credentials);
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(secret, user);
    return secret;
  }

  @Override
  public Optional<RemoteUser> find(Context context, String secret) {
    signIn.requireSafe(context);
    return Optional.ofNullable(sessions.get(secret)).map(user -> signIn.remote(context, user));
  }

  @Override
  public void close(String secret) {
    sessions.remove(secret);
  }
}
