package dev.vitrine.server.web.account;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Browsers;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.OpenVisit;
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

  private static WebResponse form(OpenVisit visit) {
    boolean changed = visit.text("changed").isPresent();
    return new SignInView("", visit.next(), Optional.empty(), provider(visit), changed);
  }

  private static WebResponse begin(OpenVisit visit) {
    return atProvider(
        visit,
        visit.next(),
        provider -> {
          String secret = provider.newSecret();
          String address = provider.begin(visit.context(), secret);
          visit.beginSignIn(secret, visit.next());
          return new Redirect(address);
        });
  }

  /** The browser comes back from the identity provider. */
  private static WebResponse complete(OpenVisit visit) {
    Optional<OpenVisit.BegunSignIn> begun = visit.endSignIn();
    String next = begun.map(OpenVisit.BegunSignIn::next).orElse("/");
    return atProvider(
        visit,
        next,
        provider -> {
          String secret = begun.map(OpenVisit.BegunSignIn::secret).orElse("");
          visit.signIn(provider.complete(visit.context(), secret));
          return new Redirect(next);
        });
  }

  private static WebResponse atProvider(
      OpenVisit visit, String next, Function<Browsers.Provider, WebResponse> work) {
    try {
      return visit
          .provider()
          .map(work)
          .orElseThrow(
              () ->
                  new VitrineException(
                          ErrorCode.AUTHENTICATION_FAILED,
                          "This server has no identity provider for browsers.")
                      .withHint("Sign in with a password or a token."));
    } catch (VitrineException refusal) {
      return refused(visit, "", next, refusal);
    }
  }

  private static WebResponse refused(
      OpenVisit visit, String user, String next, VitrineException refusal) {
    if (refusal.code() != ErrorCode.AUTHENTICATION_FAILED) {
      throw refusal;
    }
    return new SignInView(user, next, Optional.of(Notice.error(refusal)), provider(visit), false);
  }

  private static Optional<String> provider(OpenVisit visit) {
    return visit.provider().map(Browsers.Provider::name);
  }

  private static WebResponse signIn(OpenVisit visit) {
    String user = visit.text("user").orElse("").strip();
    try {
      visit.signIn(credentials(user, visit.text("password").orElse("")));
    } catch (VitrineException refusal) {
      return refused(visit, user, visit.next(), refusal);
    }
    return new Redirect(visit.next());
  }

  /** A token identifies its user, so no name is needed. */
  private static Credentials credentials(String user, String secret) {
    return user.isEmpty() ? new Bearer(secret.strip()) : new Password(user, secret);
  }

  private static WebResponse signOut(OpenVisit visit) {
    visit.signOut();
    return new Redirect(Pages.SIGN_IN);
  }
}
