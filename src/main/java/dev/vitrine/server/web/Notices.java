package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * The message for the next page of a browser, in a cookie, so that any server of the registry can
 * show it. It is authenticated with the secret of the browser session. It contains no secrets.
 */
final class Notices {
  /** Seconds for which a notice waits for the next page. */
  private static final int SECONDS = 60;

  /**
   * Bytes of the message, and of the statement. Base64 makes 3,736 bytes of both; browsers refuse
   * cookies of more than 4,096 bytes.
   */
  private static final int MOST_BYTES = 1_400;

  private static final String SEPARATOR = "\u001f";

  private Notices() {}

  static void set(Context context, String secret, Notice notice) {
    String text = shortened(notice.message()) + SEPARATOR + shortened(notice.statement());
    Cookies.set(
        context,
        Cookies.NOTICE,
        encoded(text.getBytes(UTF_8)) + "." + encoded(Csrf.mac(secret, "notice" + text)),
        SECONDS);
  }

  /** The message, which is removed from the browser. */
  static Optional<Notice> take(Context context, String secret) {
    Optional<String> cookie = Cookies.read(context, Cookies.NOTICE);
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    Cookies.remove(context, Cookies.NOTICE);
    return parse(cookie.get(), secret);
  }

  private static Optional<Notice> parse(String cookie, String secret) {
    int dot = cookie.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cookie.substring(0, dot)), UTF_8);
      byte[] mac = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
      int end = text.indexOf(SEPARATOR);
      return MessageDigest.isEqual(mac, Csrf.mac(secret, "notice" + text)) && end >= 0
          ? Optional.of(Notice.done(text.substring(0, end), text.substring(end + 1)))
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String shortened(String text) {
    if (text.getBytes(UTF_8).length <= MOST_BYTES) {
      return text;
    }
    int bytes = "…".getBytes(UTF_8).length;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      bytes += Character.toString(character).getBytes(UTF_8).length;
      if (bytes > MOST_BYTES) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end) + "…";
  }
}
