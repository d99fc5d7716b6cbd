package dev.vitrine.server;

import dev.vitrine.authentication.BrowserSessions;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.web.Browsers;
import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;
import java.util.Optional;

/** Signs browsers in with the credentials of the other interfaces. */
final class BrowserSignIn implements Browsers {
  private final CredentialSignIn signIn;
  private final BrowserSessions sessions;
  private final PublicUrl url;
  private final Optional<Browsers.Provider> provider;

  BrowserSignIn(CredentialSignIn signIn, StoreAuthenticator authenticator, PublicUrl url) {
    this.signIn = signIn;
    this.sessions = authenticator.browserSessions();
    this.url = url;
    this.provider =
        authenticator
            .oidcSignIn()
            .map(configured -> new OidcBrowserSignIn(configured, signIn::client, url));
  }

  @Override
  public String open(Context context, Credentials credentials) {
    return sessions
        .open(signIn.authenticated(context, credentials), signIn.client(context))
        .value();
  }

  @Override
  public Optional<RemoteUser> find(Context context, String secret) {
    signIn.requireSafe(context);
    return sessions.find(secret).map(user -> signIn.remote(context, user));
  }

  @Override
  public void close(String secret) {
    sessions.end(secret);
  }

  @Override
  public boolean isSecure(Context context) {
    return url.of(context).startsWith("https:");
  }

  @Override
  public Optional<Browsers.Provider> provider() {
    return provider;
  }
}
