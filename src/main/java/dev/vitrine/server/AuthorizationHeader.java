package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Base64;
import java.util.Locale;

/** The credentials in HTTP's Authorization header. */
final class AuthorizationHeader {
  private AuthorizationHeader() {}

  /**
   * The credentials in {@code header}, which may be null.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when it contains no credentials
   */
  static Credentials parse(String header) {
    if (header == null) {
      throw refusal("Authentication required.");
    }
    int blank = header.indexOf(' ');
    String scheme = header.substring(0, Math.max(blank, 0)).toLowerCase(Locale.ROOT);
    String value = header.substring(blank + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(value);
      case "bearer" -> new Bearer(value);
      default -> throw refusal("Unsupported authentication scheme; use Basic or Bearer.");
    };
  }

  private static Credentials basic(String value) {
    try {
      String pair = new String(Base64.getDecoder().decode(value), UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw refusal("The Authorization header is malformed.");
      }
      return new Password(pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw refusal("The Authorization header is malformed.");
    }
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, problem)
        .withHint("Sign in with user name and password.");
  }
}
