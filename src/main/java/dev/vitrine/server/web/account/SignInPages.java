package dev.vitrine.server.web.account;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.OpenVisit;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.WebResponse;
import io.javalin.http.HandlerType;
import java.util.Optional;

/** Sign-in with password or token, and sign-out. */
public final class SignInPages {
  private static final String SIGN_OUT = "/signout";

  private SignInPages() {}

  /** Adds them. */
  public static void add(Pages pages) {
    pages.open(HandlerType.GET, Pages.SIGN_IN, SignInPages::form);
    pages.open(HandlerType.POST, Pages.SIGN_IN, SignInPages::signIn);
    pages.open(HandlerType.POST, SIGN_OUT, SignInPages::signOut);
  }

  private static WebResponse form(OpenVisit visit) {
    return new SignInView("", visit.next(), Optional.empty());
  }

  private static WebResponse signIn(OpenVisit visit) {
    String user = visit.text("user").orElse("").strip();
    try {
      visit.signIn(credentials(user, visit.text("password").orElse("")));
    } catch (VitrineException refusal) {
      if (refusal.code() != ErrorCode.AUTHENTICATION_FAILED) {
        throw refusal;
      }
      return new SignInView(user, visit.next(), Optional.of(Notice.error(refusal)));
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
