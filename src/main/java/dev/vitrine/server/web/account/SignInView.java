package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.View;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The page where browsers sign in.
 *
 * @param user the name that was entered
 * @param next the page after the sign-in
 * @param changed whether the password was changed just now
 * @param provider the name of the identity provider, if the server has one
 */
public record SignInView(
    String user, String next, Optional<Notice> error, Optional<String> provider, boolean changed)
    implements View {
  /** The address that leads to the identity provider. */
  public String providerLink() {
    return "/signin/oidc?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

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
