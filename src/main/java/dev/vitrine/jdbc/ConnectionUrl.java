package dev.vitrine.jdbc;

import java.sql.SQLException;

/**
 * The parts of a connection URL.
 *
 * @param url as given
 * @param kind location of the engine
 */
record ConnectionUrl(String url, Kind kind) {
  private static final String PREFIX = "jdbc:vitrine:";

  /** Location of the engine. */
  enum Kind {
    EMBEDDED,
    REMOTE
  }

  static boolean accepts(String url) {
    return url != null && url.startsWith(PREFIX);
  }

  static ConnectionUrl parse(String url) throws SQLException {
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
