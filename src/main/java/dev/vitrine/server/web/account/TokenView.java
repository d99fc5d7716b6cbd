package dev.vitrine.server.web.account;

import dev.vitrine.server.web.View;
import java.time.LocalDateTime;

/**
 * A new token. This response is the only one that contains it.
 *
 * @param expires time of expiry, UTC
 */
public record TokenView(
    long id, String token, LocalDateTime expires, String statement, boolean isFragment)
    implements View {
  @Override
  public String template() {
    return isFragment ? "account/newtoken.jte" : "account/token.jte";
  }

  @Override
  public String title() {
    return "New token";
  }

  @Override
  public String toString() {
    return "TokenView[id=" + id + ", token=********]";
  }
}
