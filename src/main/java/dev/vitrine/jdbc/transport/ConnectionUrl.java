package dev.vitrine.jdbc.transport;

import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a connection URL.
 *
 * @param url as given
 * @param kind location of the engine
 */
public record ConnectionUrl(String url, Kind kind) {
  private static final String PREFIX = "jdbc:vitrine:";

  /** Names of secrets in the query string, also of those that a store's driver reads. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)[^=]*(?:password|token|secret|passphrase)[^=]*=.*", Pattern.DOTALL);

  /** Location of the engine. */
  public enum Kind {
    EMBEDDED,
    REMOTE
  }

  /** The URL without secrets. */
  public String shown() {
    int question = url.indexOf('?');
    if (question < 0) {
      return url;
    }
    String kept =
        Stream.of(url.substring(question + 1).split("&", -1))
            .filter(pair -> !SECRET.matcher(pair).matches())
            .collect(Collectors.joining("&"));
    return url.substring(0, question) + (kept.isEmpty() ? "" : "?" + kept);
  }

  @Override
  public String toString() {
    return shown();
  }

  public static boolean accepts(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  public static ConnectionUrl parse(String url) throws SQLException {
    String rest = url.substring(PREFIX.length());
    if (rest.startsWith("//")) {
      return new ConnectionUrl(url, Kind.REMOTE);
    }
    if (rest.startsWith("postgresql://") && rest.length() > "postgresql://".length()) {
      // The query string is pgjdbc's and none of this driver's.
      return new ConnectionUrl(url, Kind.EMBEDDED);
    }
    boolean named = rest.startsWith("mem:") || rest.startsWith("file:");
    if (named && rest.indexOf(':') < rest.length() - 1) {
      return new ConnectionUrl(url, Kind.EMBEDDED);
    }
    throw SqlErrors.cannotConnect(
        "The URL is none of jdbc:vitrine:mem:NAME, jdbc:vitrine:file:PATH,"
            + " jdbc:vitrine:postgresql://HOST[:PORT]/DB and jdbc:vitrine://HOST[:PORT].");
  }
}
