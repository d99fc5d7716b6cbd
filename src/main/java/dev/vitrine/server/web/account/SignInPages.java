package dev.vitrine.server.web.account;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.AnonymousRequest;
import dev.vitrine.server.web.Browsers;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.WebResponse;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.function.Function;

/** Sign-in with password or token, and sign-out. */
final class SignInPages {
  private static final String SIGN_OUT = "/signout";
  private static final String PROVIDER = "/signin/oidc";

  private SignInPages() {}

  static void add(Pages pages) {
    pages.open(HandlerType.GET, Pages.SIGN_IN, SignInPages::form);
    pages.open(HandlerType.POST, Pages.SIGN_IN, SignInPages::signIn);
    pages.open(HandlerType.POST, SIGN_OUT, SignInPages::signOut);
    pages.open(HandlerType.GET, PROVIDER, SignInPages::begin);
    pages.open(HandlerType.GET, Browsers.Provider.CALLBACK, SignInPages::complete);
  }

  private static WebResponse form(AnonymousRequest request) {
    boolean changed = request.text("changed").isPresent();
    return new SignInView("", request.next(), Optional.empty(), provider(request), changed);
  }

  private static WebResponse begin(AnonymousRequest request) {
    return atProvider(
        request,
        request.next(),
        provider -> {
          String secret = provider.newSecret();
          String address = provider.begin(request.context(), secret);
          request.beginSignIn(secret, request.next());
          return new Redirect(address);
        });
  }

  /** The browser comes back from the identity provider. */
  private static WebResponse complete(AnonymousRequest request) {
    Optional<AnonymousRequest.BegunSignIn> begun = request.endSignIn();
    String next = begun.map(AnonymousRequest.BegunSignIn::next).orElse("/");
    return atProvider(
        request,
        next,
        provider -> {
          String secret = begun.map(AnonymousRequest.BegunSignIn::secret).orElse("");
          request.signIn(provider.complete(request.context(), secret));
          return new Redirect(next);
        });
  }

  private static WebResponse atProvider(
      AnonymousRequest request, String next, Function<Browsers.Provider, WebResponse> work) {
    try {
      return request
          .provider()
          .map(work)
          .orElseThrow(
              () ->
                  new VitrineException(
                          ErrorCode.AUTHENTICATION_FAILED,
                          "This server has no identity provider for browsers.")
                      .withHint("Sign in with a password or a token."));
    } catch (VitrineException refusal) {
      return refused(request, "", next, refusal);
    }
  }

  private static WebResponse refused(
      AnonymousRequest request, String user, String next, VitrineException refusal) {
    if (refusal.code() != ErrorCode.AUTHENTICATION_FAILED) {
      throw refusal;
    }
    return new SignInView(user, next, Optional.of(Notice.error(refusal)), provider(request), false);
  }

  private static Optional<String> provider(AnonymousRequest request) {
    return request.provider().map(Browsers.Provider::name);
  }

  private static WebResponse signIn(AnonymousRequest request) {
    String user = request.text("user").orElse("").strip();
    try {
      request.signIn(credentials(user, request.text("password").orElse("")));
    } catch (VitrineException refusal) {
      return refused(request, user, request.next(), refusal);
    }
    return new Redirect(request.next());
  }

  /** A token identifies its user, so no name is needed. */
  private static Credentials credentials(String user, String secret) {
    return user.isEmpty() ? new Bearer(secret.strip()) : new Password(user, secret);
  }

  private static WebResponse signOut(AnonymousRequest request) {
    request.signOut();
    return new Redirect(Pages.SIGN_IN);
  }
}
