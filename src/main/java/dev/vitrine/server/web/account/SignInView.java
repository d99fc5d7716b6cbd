package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.View;
import java.util.Optional;

/**
 * The page where browsers sign in.
 *
 * @param user the name that was entered
 * @param next the page after the sign-in
 */
public record SignInView(String user, String next, Optional<Notice> error) implements View {
  @Override
  public String template() {
    return "account/signin.jte";
  }

  @Override
  public String title() {
    return "Sign in";
  }

  @Override
  public int status() {
    return error.isPresent() ? 401 : 200;
  }
}
