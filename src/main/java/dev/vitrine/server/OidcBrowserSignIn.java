package dev.vitrine.server;

import dev.vitrine.authentication.OidcSignIn;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.web.Browsers;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Function;

/** Signs browsers in at the identity provider, with the addresses of their requests. */
final class OidcBrowserSignIn implements Browsers.Provider {
  private final OidcSignIn signIn;
  private final Function<Context, InetAddress> clients;
  private final PublicUrl url;

  /**
   * @param clients returns the client address of a request
   */
  OidcBrowserSignIn(OidcSignIn signIn, Function<Context, InetAddress> clients, PublicUrl url) {
    this.signIn = signIn;
    this.clients = clients;
    this.url = url;
  }

  @Override
  public String name() {
    return signIn.provider();
  }

  @Override
  public String newSecret() {
    return OidcSignIn.newSecret();
  }

  @Override
  public String begin(Context context, String secret) {
    return signIn.begin(secret, callback(context)).toString();
  }

  @Override
  public String complete(Context context, String secret) {
    URI callback = callback(context);
    String query = context.queryString();
    return signIn
        .complete(
            secret,
            callback,
            uri(callback + "?" + (query == null ? "" : query)),
            clients.apply(context))
        .value();
  }

  private URI callback(Context context) {
    return uri(url.of(context) + CALLBACK);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException malformed) {
      // The message would repeat the response, which contains a code.
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "The response of the identity provider is malformed.")
          .withHint("Sign in again.");
    }
  }
}
