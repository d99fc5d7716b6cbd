package dev.vitrine.server.web;

import static java.util.Objects.requireNonNull;

import dev.vitrine.authentication.Credentials;
import io.javalin.http.Context;
import java.util.Optional;

/** One request of a browser that need not be signed in. */
public final class OpenVisit {
  private final Context context;
  private final VisitParameters parameters;
  private final Browsers browsers;

  OpenVisit(Context context, VisitParameters parameters, Browsers browsers) {
    this.context = requireNonNull(context);
    this.parameters = requireNonNull(parameters);
    this.browsers = requireNonNull(browsers);
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
    return text("next").filter(OpenVisit::isLocal).orElse("/");
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

  /** Ends the browser session. */
  public void signOut() {
    Cookies.read(context, Cookies.SESSION).ifPresent(browsers::close);
    Cookies.remove(context, Cookies.SESSION);
    Cookies.remove(context, Cookies.NOTICE);
  }
}
