package dev.vitrine.server.web.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.server.web.UserRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;

/**
 * The addresses of principals. Their names may have characters that servers and proxies do not pass
 * on within a path, such as slashes, so these are encoded twice.
 */
public final class PrincipalPath {
  private static final String LIST = "/people";
  private static final String SPECIAL = "%/\\;.";

  private PrincipalPath() {}

  /** The address of the list of principals. */
  static String list() {
    return LIST;
  }

  /** The address of the page of a principal. */
  public static String of(String name) {
    StringBuilder escaped = new StringBuilder();
    boolean dots = name.chars().allMatch(unit -> unit == '.');
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      if (SPECIAL.indexOf(unit) >= 0 && (unit != '.' || dots)) {
        escaped.append('%').append(Integer.toHexString(unit));
      } else {
        escaped.append(unit);
      }
    }
    return LIST + "/" + URLEncoder.encode(escaped.toString(), UTF_8).replace("+", "%20");
  }

  /** The name in the address of a request, which may have any case. */
  static String name(UserRequest request) {
    return decoded(request.path("name"));
  }

  /** The name in a part of a path. */
  static String decoded(String escaped) {
    try {
      return URLDecoder.decode(escaped.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException malformed) {
      return escaped;
    }
  }
}
