package dev.vitrine.store.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the URL of a PostgreSQL store before PostgreSQL's driver reads it, because the driver
 * prints invalid URLs, including passwords.
 */
final class PostgresqlUrl {
  private static final String FORM =
      "The URL is jdbc:vitrine:postgresql://HOST[:PORT]/DATABASE[?NAME=VALUE&…].";

  private static final int LAST_PORT = 65_535;

  /** The port of one of the hosts; not a part of an IPv6 address, which is in brackets. */
  private static final Pattern PORT = Pattern.compile("(?:^|,)(?:\\[[^\\]]*\\]|[^:,\\[]*):([^,]*)");

  private PostgresqlUrl() {}

  /**
   * Checks the URL.
   *
   * @param url without {@code jdbc:vitrine:}
   * @throws VitrineException CANNOT_CONNECT when the driver could not read it; the message shows no
   *     value
   */
  static void check(String url) {
    int question = url.indexOf('?');
    String address = question < 0 ? url : url.substring(0, question);
    checkPorts(hosts(address));
    checkDatabase(address);
    for (String pair : pairs(url)) {
      int equals = pair.indexOf('=');
      decoded(pair.substring(0, Math.max(equals, 0)), pair.substring(equals + 1));
    }
  }

  /** The passwords in the URL, as they are written and as they are meant. */
  static List<String> secrets(String url) {
    List<String> secrets = new ArrayList<>();
    for (String pair : pairs(url)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).toLowerCase(Locale.ROOT).endsWith("password")) {
        String value = pair.substring(equals + 1);
        secrets.add(value);
        secrets.add(decoded("password", value));
      }
    }
    secrets.removeIf(String::isEmpty);
    return secrets;
  }

  private static List<String> pairs(String url) {
    int question = url.indexOf('?');
    return question < 0 ? List.of() : List.of(url.substring(question + 1).split("&", -1));
  }

  private static String hosts(String address) {
    int start = address.indexOf("//");
    if (start < 0) {
      return "";
    }
    int end = address.indexOf('/', start + 2);
    return address.substring(start + 2, end < 0 ? address.length() : end);
  }

  private static void checkPorts(String hosts) {
    Matcher port = PORT.matcher(hosts);
    while (port.find()) {
      String digits = port.group(1);
      boolean valid =
          digits.isEmpty()
              || (digits.matches("\\d{1,5}")
                  && Integer.parseInt(digits) >= 1
                  && Integer.parseInt(digits) <= LAST_PORT);
      if (!valid) {
        throw refusal("The port in the URL of the store is not between 1 and 65535.")
            .withHint(FORM);
      }
    }
  }

  private static void checkDatabase(String address) {
    int start = address.indexOf("//");
    if (start < 0) {
      decoded("the database", address);
      return;
    }
    String[] parts = address.substring(start + 2).split("/", -1);
    if (parts.length != 2) {
      throw refusal("The URL of the store has no database, or a slash in its name.")
          .withHint(FORM + " Write a slash in the name as %2F.");
    }
    decoded("the database", parts[1]);
  }

  private static String decoded(String name, String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw refusal("The value of " + name + " in the URL of the store is not encoded correctly.")
          .withHint("Write a percent sign as %25; %XX is the byte with the hexadecimal number XX.");
    }
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.CANNOT_CONNECT, problem);
  }
}
