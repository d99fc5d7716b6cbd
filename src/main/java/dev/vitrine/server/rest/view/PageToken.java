package dev.vitrine.server.rest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import java.util.Base64;
import java.util.Optional;

/** A page token: the key of the last row shown. It gives no access, so it need not be signed. */
public final class PageToken {
  private static final String VERSION = "1:";

  /** Characters; the keys of rows are shorter. */
  private static final int LONGEST = 20_000;

  private PageToken() {}

  /** The token after a row with this key. */
  public static String after(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((VERSION + key).getBytes(UTF_8));
  }

  /**
   * The key of the row before the page that the request wants; empty for the first page.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when the token is malformed
   */
  public static Optional<String> key(Exchange exchange) {
    return exchange.text("page_token").filter(token -> !token.isEmpty()).map(PageToken::decode);
  }

  /**
   * The key of a token.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the token is malformed
   */
  public static String decode(String token) {
    if (token.length() > LONGEST) {
      throw malformed();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      if (text.startsWith(VERSION)) {
        return text.substring(VERSION.length());
      }
    } catch (IllegalArgumentException exception) {
      throw malformed().withCause(exception);
    }
    throw malformed();
  }

  private static VitrineException malformed() {
    return Exchange.invalid("The page token was not issued by this server.")
        .withHint("Start again without a page token.");
  }
}
