package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.authentication.Credentials;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.Optional;

/** One request of a browser that need not be signed in. */
public final class AnonymousRequest {
  /** Time to sign in at an identity provider, in seconds. */
  private static final int PROVIDER_SECONDS = 600;

  private final Context context;
  private final RequestParameters parameters;
  private final Browsers browsers;

  AnonymousRequest(Context context, RequestParameters parameters, Browsers browsers) {
    this.context = context;
    this.parameters = parameters;
    this.browsers = browsers;
  }

  /** The request itself. */
  public Context context() {
    return context;
  }

  /** A parameter of the query, or a field of the form, unless it is empty. */
  public Optional<String> text(String name) {
    return parameters.text(name);
  }

  /**
   * The page that was requested before the sign-in: a path of this server, {@code /} if there is
   * none.
   */
  public String next() {
    return text("next").filter(AnonymousRequest::isLocal).orElse("/");
  }

  /** Two slashes or backslashes at the start would name another host. */
  private static boolean isLocal(String path) {
    return path.startsWith("/")
        && !path.startsWith("//")
        && path.chars().noneMatch(unit -> unit == '\\' || unit < ' ');
  }

  /**
   * Signs the browser in.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the credentials are
   *     invalid
   */
  public void signIn(Credentials credentials) {
    signIn(browsers.open(context, credentials));
  }

  /** Signs the browser in to a session that was opened. */
  public void signIn(String secret) {
    // A new secret at each sign-in, so that no one can choose it for another user.
    Cookies.read(context, Cookies.SESSION).ifPresent(browsers::close);
    Cookies.set(context, Cookies.SESSION, secret);
    Cookies.remove(context, Cookies.START);
  }

  /** Sign-in at an identity provider; empty if the server has none. */
  public Optional<Browsers.Provider> provider() {
    return browsers.provider();
  }

  /** Keeps the secret of a sign-in at an identity provider, and the page after it. */
  public void beginSignIn(String secret, String next) {
    Cookies.set(
        context,
        Cookies.PROVIDER,
        secret + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(UTF_8)),
        PROVIDER_SECONDS);
  }

  /**
   * The sign-in at an identity provider that this browser began, which can be ended once.
   *
   * @param next the page after it, a path of this server
   */
  public record BegunSignIn(String secret, String next) {
    @Override
    public String toString() {
      return "BegunSignIn[next=" + next + "]";
    }
  }

  /** The sign-in that this browser began and that is ended now. */
  public Optional<BegunSignIn> endSignIn() {
    Optional<String> cookie = Cookies.read(context, Cookies.PROVIDER);
    Cookies.remove(context, Cookies.PROVIDER);
    return cookie.filter(value -> value.indexOf('.') >= 0).map(AnonymousRequest::begun);
  }

  private static BegunSignIn begun(String cookie) {
    int dot = cookie.indexOf('.');
    String next;
    try {
      next = new String(Base64.getUrlDecoder().decode(cookie.substring(dot + 1)), UTF_8);
    } catch (IllegalArgumentException malformed) {
      next = "/";
    }
    return new BegunSignIn(cookie.substring(0, dot), isLocal(next) ? next : "/");
  }

  /** Ends the browser session. */
  public void signOut() {
    Cookies.read(context, Cookies.SESSION).ifPresent(browsers::close);
    Cookies.remove(context, Cookies.SESSION);
    Cookies.remove(context, Cookies.NOTICE);
  }
}
