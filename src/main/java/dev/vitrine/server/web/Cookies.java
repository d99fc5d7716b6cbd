package dev.vitrine.server.web;

import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookies of the pages. All are HttpOnly and SameSite=Lax; under TLS they are Secure and have
 * the prefix {@code __Host-}, so that no other host can set them.
 */
final class Cookies {
  /** The secret of the browser session. */
  static final String SESSION = "vitrine";

  /** A random value from which the token of the sign-in form is derived. */
  static final String START = "vitrine-start";

  /** The notice for the next page. */
  static final String NOTICE = "vitrine-notice";

  /** The secret of a sign-in at an identity provider, and the page after it. */
  static final String PROVIDER = "vitrine-provider";

  private static final String HOST = "__Host-";
  private static final String SECURE = "vitrine-secure";

  /** 256 random bits. */
  private static final int SECRET_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Cookies() {}

  /** A new secret of 256 random bits. */
  static String newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** Records for a request whether the browser uses TLS; by default the connection decides. */
  static void mark(Context context, boolean secure) {
    context.attribute(SECURE, secure);
  }

  private static boolean isSecure(Context context) {
    Boolean secure = context.attribute(SECURE);
    return secure == null ? context.req().isSecure() : secure;
  }

  static Optional<String> read(Context context, String name) {
    return Optional.ofNullable(context.cookie(fullName(context, name)))
        .filter(value -> !value.isEmpty());
  }

  /** Sets a cookie that ends with the browser. */
  static void set(Context context, String name, String value) {
    write(context, name, value, "");
  }

  /** Sets a cookie that ends after some seconds. */
  static void set(Context context, String name, String value, int seconds) {
    write(context, name, value, "; Max-Age=" + seconds);
  }

  static void remove(Context context, String name) {
    write(context, name, "", "; Max-Age=0");
  }

  private static void write(Context context, String name, String value, String lifetime) {
    String secure = isSecure(context) ? "; Secure" : "";
    context
        .res()
        .addHeader(
            "Set-Cookie",
            fullName(context, name)
                + "="
                + value
                + "; Path=/; HttpOnly; SameSite=Lax"
                + secure
                + lifetime);
  }

  private static String fullName(Context context, String name) {
    return isSecure(context) ? HOST + name : name;
  }
}
